package org.tucana.bench.work;

/** A prepared work. Used by the thread that opened it. */
public interface OpenWork extends AutoCloseable {
  /** Does the work once. */
  void run();

  @Override
  void close();
}
