package org.tucana.core.reference;

import org.tucana.core.Backend;
import org.tucana.core.Memory;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Kernels;

/** The backend {@code reference}: one thread, double arithmetic, Java arrays. */
public final class ReferenceBackend implements Backend {
  private final HostMemory memory = new HostMemory();
  private final Kernels kernels = referenceKernels();

  /** The reference kernels by themselves; they work on operands in Java memory. */
  public static Kernels referenceKernels() {
    return new Kernels(
        new ReferencePointwise(),
        new ReferenceReduction(),
        new ReferenceMatmul(),
        new ReferenceConvolution(),
        new ReferenceNormalization(),
        new ReferencePooling(),
        new ReferenceIndexing(),
        new ReferenceResize(),
        new ReferenceLoss(),
        new ReferenceRegion(),
        new ReferenceOptimizer());
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public void close() {}
}
