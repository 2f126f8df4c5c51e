package org.tucana.cuda.binding;

/** cuDNN at work in one stream. */
public interface DnnHandle extends AutoCloseable {
  @Override
  void close();
}
