package org.tucana.cuda.binding;

/** One argument of a kernel, passed by value. */
public sealed interface KernelArgument {
  /** Where device memory starts. */
  record Address(long value) implements KernelArgument {}

  record Int32(int value) implements KernelArgument {}

  record Int64(long value) implements KernelArgument {}

  record Float32(float value) implements KernelArgument {}

  record Float64(double value) implements KernelArgument {}

  /** A struct, laid out as the kernel declares it. */
  record Struct(byte[] value) implements KernelArgument {}
}
