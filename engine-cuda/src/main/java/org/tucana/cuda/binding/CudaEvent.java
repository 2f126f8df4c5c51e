package org.tucana.cuda.binding;

/** A point in a stream's work. */
public interface CudaEvent extends AutoCloseable {
  /** Returns when it has happened. */
  void synchronize();

  /** Milliseconds from an earlier event to this one; both have happened. */
  float millisecondsSince(CudaEvent earlier);

  @Override
  void close();
}
