package org.tucana.cuda.kernel;

import static org.tucana.core.type.DType.BOOL;
import static org.tucana.core.type.DType.FLOAT32;
import static org.tucana.core.type.DType.FLOAT64;
import static org.tucana.core.type.DType.INT32;
import static org.tucana.core.type.DType.INT64;
import static org.tucana.core.type.DType.UINT8;

import java.util.List;
import java.util.stream.Collectors;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;

/**
 * Element types that kernels are compiled for. What is launched with another type reads other bytes
 * than were meant, so it is refused before.
 */
record ElementTypes(List<DType> types) {
  static final ElementTypes FLOATING = of(FLOAT32, FLOAT64);
  static final ElementTypes NUMBERS = of(FLOAT32, FLOAT64, INT32, INT64, UINT8);

  /** What can be compared; BOOL as UINT8. */
  static final ElementTypes ORDERED = of(FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL);

  static final ElementTypes INDICES = of(INT32);
  static final ElementTypes TRUTH = of(BOOL);

  private static ElementTypes of(DType... types) {
    return new ElementTypes(List.of(types));
  }

  /** The kernel of an operation for an operand's type: {@code add_float32}. */
  String kernel(String operation, Operand operand) {
    return operation + suffix(operation, operand);
  }

  /** An operand's type as the kernels of an operation name it: {@code _float32}. */
  String suffix(String operation, Operand operand) {
    require(operation, operand);
    DType type = operand.dtype();
    return Arguments.suffix(type == BOOL ? UINT8 : type);
  }

  /** Refuses an operand of another type. */
  void require(String operation, Operand operand) {
    if (!types.contains(operand.dtype())) {
      throw new BackendException(
          "cuda "
              + operation
              + ": "
              + types.stream().map(DType::name).collect(Collectors.joining(" or "))
              + " wanted, but "
              + operand.storage().label()
              + " holds "
              + operand.dtype()
              + "; cast the tensor first");
    }
  }
}
