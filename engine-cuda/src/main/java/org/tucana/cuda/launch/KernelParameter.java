package org.tucana.cuda.launch;

import org.tucana.cuda.binding.KernelArgument;

/**
 * One parameter as PTX declares it.
 *
 * @param type PTX's type without its dot, such as {@code u64}
 * @param bytes its size; of a struct all its bytes
 */
record KernelParameter(String type, int bytes) {
  /** Whether an argument has this type and size; PTX does not tell addresses from numbers. */
  boolean takes(KernelArgument argument) {
    return switch (argument) {
      case KernelArgument.Address _ -> isInteger(8);
      case KernelArgument.Int32 _ -> isInteger(4);
      case KernelArgument.Int64 _ -> isInteger(8);
      case KernelArgument.Float32 _ -> type.equals("f32");
      case KernelArgument.Float64 _ -> type.equals("f64");
      case KernelArgument.Struct(byte[] value) -> type.equals("b8") && bytes == value.length;
    };
  }

  private boolean isInteger(int size) {
    return bytes == size && "usb".indexOf(type.charAt(0)) >= 0 && !type.equals("b8");
  }

  @Override
  public String toString() {
    return type.equals("b8") ? "struct of " + bytes + " bytes" : type;
  }
}
