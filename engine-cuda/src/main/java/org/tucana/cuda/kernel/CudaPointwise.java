package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.moved;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Arguments.storage;
import static org.tucana.cuda.kernel.Arguments.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Structs;

/**
 * Element by element, a thread an element. Every result is rounded once, so that it is the
 * reference backend's but for the last bits of exp and its kin.
 */
final class CudaPointwise implements Pointwise {
  private final Device device;

  CudaPointwise(Device device) {
    this.device = device;
  }

  @Override
  public void unary(UnaryFunction f, Operand x, Operand y) {
    KernelChecks.sameType(name(f), x, y);
    launch(ElementTypes.FLOATING.kernel(name(f), x), List.of(), x, y);
  }

  @Override
  public void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
    KernelChecks.sameType(name(f), a, b);
    switch (f) {
      case GREATER, GREATER_EQUAL, EQUAL -> {
        ElementTypes.TRUTH.require(name(f), y);
        launch(ElementTypes.ORDERED.kernel(name(f), a), List.of(), a, b, y);
      }
      case MAXIMUM, MINIMUM -> combine(ElementTypes.ORDERED, f, a, b, y);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE -> combine(ElementTypes.NUMBERS, f, a, b, y);
      case RELU_GRADIENT, SIGMOID_GRADIENT, TANH_GRADIENT ->
          combine(ElementTypes.FLOATING, f, a, b, y);
    }
  }

  private void combine(ElementTypes types, BinaryFunction f, Operand a, Operand b, Operand y) {
    KernelChecks.sameType(name(f), a, y);
    launch(types.kernel(name(f), a), List.of(), a, b, y);
  }

  @Override
  public void affine(double scale, double shift, Operand x, Operand y) {
    withNumbers("affine", scale, shift, x, y);
  }

  @Override
  public void clamp(double low, double high, Operand x, Operand y) {
    withNumbers("clamp", low, high, x, y);
  }

  private void withNumbers(String operation, double first, double second, Operand x, Operand y) {
    KernelChecks.sameType(operation, x, y);
    String kernel = ElementTypes.NUMBERS.kernel(operation, x);
    launch(kernel, List.of(number(first), number(second)), x, y);
  }

  @Override
  public void round(Levels levels, Operand x, Operand y) {
    KernelChecks.sameType("round", x, y);
    launch(
        ElementTypes.FLOATING.kernel("round", x),
        List.of(
            number(levels.step()),
            number((double) levels.lowest()),
            number((double) levels.highest())),
        x,
        y);
  }

  @Override
  public void select(Operand condition, Operand a, Operand b, Operand y) {
    KernelChecks.sameType("select", a, b);
    KernelChecks.sameType("select", a, y);
    ElementTypes.TRUTH.require("select", condition);
    launch("where" + moved(y.dtype()), List.of(), condition, a, b, y);
  }

  @Override
  public void fill(double value, Operand y) {
    device
        .launcher()
        .each(
            KernelFile.POINTWISE,
            "fill",
            y.elements(),
            number((long) y.elements()),
            number(value),
            type(y.dtype()),
            storage(y),
            Structs.views(y)[0]);
  }

  @Override
  public void copy(Operand x, Operand y) {
    if (x.dtype() == y.dtype()) {
      launch("copy" + moved(x.dtype()), List.of(), x, y);
      return;
    }
    Struct[] views = Structs.views(x, y);
    device
        .launcher()
        .each(
            KernelFile.POINTWISE,
            "convert",
            y.elements(),
            number((long) y.elements()),
            type(x.dtype()),
            storage(x),
            views[0],
            type(y.dtype()),
            storage(y),
            views[1]);
  }

  /** A thread an element of operands of one shape; numbers come before the operands. */
  private void launch(String kernel, List<KernelArgument> numbers, Operand... operands) {
    long elements = operands[0].elements();
    Struct[] views = Structs.views(operands);
    List<KernelArgument> arguments = new ArrayList<>();
    arguments.add(number(elements));
    arguments.addAll(numbers);
    for (int i = 0; i < operands.length; i++) {
      arguments.add(storage(operands[i]));
      arguments.add(views[i]);
    }
    device
        .launcher()
        .each(KernelFile.POINTWISE, kernel, elements, arguments.toArray(KernelArgument[]::new));
  }

  private static String name(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
