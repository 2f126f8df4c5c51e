package org.tucana.cuda.system;

import java.util.Locale;
import java.util.Optional;

/**
 * What CUDA's libraries are called on a system.
 *
 * @param driver the driver's library
 * @param blas cuBLAS 12, which the binding calls
 * @param newerBlas cuBLAS 13, which a forwarding library can stand before
 * @param dnn cuDNN 9
 */
record Platform(String driver, String blas, Optional<String> newerBlas, String dnn) {
  static final Platform LINUX =
      new Platform(
          "libcuda.so.1", "libcublas.so.12", Optional.of("libcublas.so.13"), "libcudnn.so.9");

  static final Platform WINDOWS =
      new Platform("nvcuda.dll", "cublas64_12.dll", Optional.empty(), "cudnn64_9.dll");

  /** Empty on systems for which there is no CUDA or no binding. */
  static Optional<Platform> of(String system, String architecture) {
    if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
      return Optional.empty();
    }
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return Optional.of(LINUX);
    }
    return name.startsWith("windows") ? Optional.of(WINDOWS) : Optional.empty();
  }
}
