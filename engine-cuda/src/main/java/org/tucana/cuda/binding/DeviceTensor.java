package org.tucana.cuda.binding;

/** A tensor in device memory. */
public record DeviceTensor(TensorLayout layout, long address) {}
