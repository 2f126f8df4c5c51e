package org.tucana.core;

/**
 * How to open a backend.
 *
 * @param threads compute threads, 0 for one a processor
 * @param device which device, from 0
 */
public record BackendOptions(int threads, int device) {
  public BackendOptions {
    if (threads < 0 || device < 0) {
      throw new IllegalArgumentException(
          "backend: threads and device must not be negative, got " + threads + " and " + device);
    }
  }

  public static BackendOptions defaults() {
    return new BackendOptions(0, 0);
  }

  public static BackendOptions threads(int count) {
    return new BackendOptions(count, 0);
  }

  /** The number of threads to use on this machine. */
  public int effectiveThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
