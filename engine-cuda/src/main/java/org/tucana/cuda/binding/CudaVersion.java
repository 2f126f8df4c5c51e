package org.tucana.cuda.binding;

/** The version of a part of CUDA; the patch level is 0 where the part has none. */
public record CudaVersion(int major, int minor, int patch) implements Comparable<CudaVersion> {
  /** From the driver's way of writing it: 12060 is 12.6. */
  public static CudaVersion ofDriver(int number) {
    return new CudaVersion(number / 1000, number % 1000 / 10, 0);
  }

  /** From cuDNN's way of writing it since its version 9: 90501 is 9.5.1; before, 8907 is 8.9.7. */
  public static CudaVersion ofDnn(long number) {
    int n = Math.toIntExact(number);
    int unit = n >= 10_000 ? 10_000 : 1_000;
    return new CudaVersion(n / unit, n % unit / 100, n % 100);
  }

  @Override
  public int compareTo(CudaVersion other) {
    int order = Integer.compare(major, other.major);
    if (order == 0) {
      order = Integer.compare(minor, other.minor);
    }
    return order == 0 ? Integer.compare(patch, other.patch) : order;
  }

  @Override
  public String toString() {
    return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
  }
}
