package org.tucana.cuda.binding;

/** cuBLAS at work in one stream. */
public interface BlasHandle extends AutoCloseable {
  @Override
  void close();
}
