package org.tucana.cuda.binding;

/** Work that was written down once and is queued as a whole, with the addresses it had then. */
public interface CudaGraph extends AutoCloseable {
  void launch(CudaStream stream);

  @Override
  void close();
}
