package org.tucana.bench.peak;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the machine can do at most with some number of threads.
 *
 * @param threads how many
 * @param singleGigaflops 10^9 float32 operations a second of one thread, from registers alone
 * @param gigaflops the same of all threads
 * @param gigabytesPerSecond 10^9 bytes a second that all threads read and write in a triad
 */
public record MachinePeak(
    int threads, double singleGigaflops, double gigaflops, double gigabytesPerSecond) {
  /** 10^9 operations a second that so many operations a byte allow. */
  public double roof(double intensity) {
    return Math.min(gigaflops, intensity * gigabytesPerSecond);
  }

  /** For reports. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("peak_gflops_one_thread", Math.round(singleGigaflops));
    map.put("peak_gflops", Math.round(gigaflops));
    map.put("triad_gigabytes_per_second", Math.round(10 * gigabytesPerSecond) / 10.0);
    return map;
  }
}
