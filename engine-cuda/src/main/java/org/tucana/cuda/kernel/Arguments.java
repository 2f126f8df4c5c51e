package org.tucana.cuda.kernel;

import java.util.Locale;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Float64;
import org.tucana.cuda.binding.KernelArgument.Int32;
import org.tucana.cuda.binding.KernelArgument.Int64;
import org.tucana.cuda.memory.DeviceStorage;

/** Short forms of what kernels are given. */
final class Arguments {
  static final Address NULL = new Address(0);

  private Arguments() {}

  /** Where a row-major operand's first element lies. */
  static Address address(Operand operand) {
    return new Address(DeviceStorage.address(operand));
  }

  static Address address(Optional<Operand> operand) {
    return operand.map(Arguments::address).orElse(NULL);
  }

  /** Where an operand's storage starts; its view holds the offset. */
  static Address storage(Operand operand) {
    return new Address(
        DeviceStorage.address(operand) - (long) operand.offset() * operand.dtype().bytes());
  }

  static Int32 number(int value) {
    return new Int32(value);
  }

  static Int64 number(long value) {
    return new Int64(value);
  }

  static Float64 number(double value) {
    return new Float64(value);
  }

  static Int32 flag(boolean value) {
    return new Int32(value ? 1 : 0);
  }

  /** The least power of two that is not below a number; at least 1. */
  static int powerOfTwoFrom(int least) {
    return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
  }

  /** A type by its number in tucana.h, for kernels that take every type. */
  static Int32 type(DType dtype) {
    return number(
        switch (dtype) {
          case FLOAT32 -> 0;
          case FLOAT64 -> 1;
          case INT32 -> 2;
          case INT64 -> 3;
          case UINT8 -> 4;
          case BOOL -> 5;
          case FLOAT16 -> 6;
          case BFLOAT16 -> 7;
        });
  }

  /** A type as kernels name it: {@code float32}. */
  static String suffix(DType dtype) {
    return "_" + dtype.name().toLowerCase(Locale.ROOT);
  }

  /** A type by the size of its elements, for kernels that only move them: {@code _bytes4}. */
  static String moved(DType dtype) {
    return "_bytes" + dtype.bytes();
  }
}
