package org.tucana.core.kernel;

/** The kernel families of one backend. Kernels write into given outputs and never allocate them. */
public record Kernels(
    Pointwise pointwise,
    Reduction reduction,
    Matmul matmul,
    Convolution convolution,
    Normalization normalization,
    Pooling pooling,
    Indexing indexing,
    Resize resize,
    Loss loss,
    Region region,
    Optimizer optimizer) {}
