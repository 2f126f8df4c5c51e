package org.tucana.cuda.binding;

/**
 * cuBLAS at work in one stream, with work memory of its own and without atomic additions, so that
 * equal calls give equal bits. May be called from any thread.
 */
public interface BlasHandle extends AutoCloseable {
  /** Queues products of matrices; {@code c} is overwritten. */
  void multiply(Precision precision, MatrixProduct product);

  @Override
  void close();
}
