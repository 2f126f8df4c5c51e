package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Arguments.storage;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.ReducedAxes;
import org.tucana.core.kernel.Reduction;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Structs;

/** Along axes; sums run in double, in a tree that {@link ReductionShape} fixes by the shape. */
final class CudaReduction implements Reduction {
  /** Rows longer than this have a block of the most threads to choose the largest of them. */
  private static final int LONG_ROW = 4096;

  private static final int FEW_THREADS = 256;
  private static final int MOST_THREADS = 1024;

  private final Device device;
  private final DnnSoftmax library;

  CudaReduction(Device device) {
    this.device = device;
    library = new DnnSoftmax(device);
  }

  @Override
  public void reduce(ReduceFunction f, Operand x, Operand y) {
    KernelChecks.sameType("reduce", x, y);
    ReducedAxes axes = ReducedAxes.of(x, y);
    int length = axes.reduced().elements();
    boolean neighbours = ReductionShape.neighbours(axes.kept(), axes.reduced().innerStride(0));
    ReductionShape shape = ReductionShape.of(y.elements(), length, neighbours);
    Rows rows =
        new Rows(
            storage(x),
            view(axes.kept(), x.offset()),
            view(axes.reduced(), 0),
            f == ReduceFunction.MEAN ? length : 1);
    String combine = kernel(f);
    String type =
        switch (f) {
          case SUM, MEAN -> ElementTypes.NUMBERS.suffix(combine, x);
          case MAXIMUM, MINIMUM -> ElementTypes.ORDERED.suffix(combine, x);
        };
    if (shape.pieces() == 1) {
      reduce(combine + type + type, shape, rows, address(y));
      return;
    }
    String doubles = Arguments.suffix(DType.FLOAT64);
    try (Scratch scratch = device.scratch("reduce")) {
      Address pieces = scratch.address(DType.FLOAT64, shape.rows() * shape.pieces());
      reduce(combine + type + doubles, shape, rows.undivided(), pieces);
      ReductionShape rest = shape.ofPieces();
      Rows joined =
          new Rows(
              pieces,
              Structs.view(new int[] {shape.rows()}, new int[] {shape.pieces()}, 0),
              Structs.view(new int[] {shape.pieces()}, new int[] {1}, 0),
              rows.divisor());
      reduce(combine + doubles + type, rest, joined, address(y));
    }
  }

  /** Where the rows lie that are combined, and what each sum is divided by. */
  private record Rows(Address storage, Struct start, Struct along, double divisor) {
    Rows undivided() {
      return new Rows(storage, start, along, 1);
    }
  }

  private void reduce(String kernel, ReductionShape shape, Rows rows, Address results) {
    device
        .launcher()
        .each(
            KernelFile.REDUCTION,
            kernel,
            shape.threads(),
            number((long) shape.rows()),
            number((long) shape.length()),
            number((long) shape.piece()),
            number(shape.lanes()),
            number(rows.divisor()),
            rows.storage(),
            rows.start(),
            rows.along(),
            results);
  }

  private static Struct view(MergedAxes axes, long offset) {
    return Structs.view(axes.dims(), axes.strides()[0], offset);
  }

  private static String kernel(ReduceFunction f) {
    return switch (f) {
      case SUM, MEAN -> "reduce_sum";
      case MAXIMUM -> "reduce_maximum";
      case MINIMUM -> "reduce_minimum";
    };
  }

  @Override
  public void softmax(int axis, Operand x, Operand y) {
    if (!library.softmax(false, axis, x, y)) {
      alongAxis("softmax", axis, x, y);
    }
  }

  @Override
  public void logSoftmax(int axis, Operand x, Operand y) {
    if (!library.softmax(true, axis, x, y)) {
      alongAxis("log_softmax", axis, x, y);
    }
  }

  @Override
  public void softmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    if (!library.gradient(false, axis, y, dy, dx)) {
      alongAxis("softmax_gradient", axis, y, dy, dx);
    }
  }

  @Override
  public void logSoftmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    if (!library.gradient(true, axis, y, dy, dx)) {
      alongAxis("log_softmax_gradient", axis, y, dy, dx);
    }
  }

  /** A kernel over the rows along an axis of operands of one shape and type. */
  private void alongAxis(String operation, int axis, Operand... operands) {
    Operand first = operands[0];
    String kernel = ElementTypes.FLOATING.kernel(operation, first);
    for (Operand operand : operands) {
      KernelChecks.sameType(operation, first, operand);
    }
    if (first.elements() == 0) {
      return;
    }
    int length = first.dim(axis);
    int rows = first.elements() / length;
    MergedAxes others = MergedAxes.of(start(first, axis).shape().dims(), first.strides());
    int lanes = ReductionShape.lanes(length, ReductionShape.neighbours(others, first.stride(axis)));
    List<KernelArgument> arguments = new ArrayList<>();
    arguments.add(number((long) rows));
    arguments.add(number(length));
    arguments.add(number(lanes));
    Struct[] starts = starts(axis, operands);
    for (int i = 0; i < operands.length; i++) {
      arguments.add(storage(operands[i]));
      arguments.add(starts[i]);
      arguments.add(number((long) operands[i].stride(axis)));
    }
    device
        .launcher()
        .each(
            KernelFile.REDUCTION,
            kernel,
            (long) rows * lanes,
            arguments.toArray(KernelArgument[]::new));
  }

  /** Views of where the rows along an axis start. */
  private static Struct[] starts(int axis, Operand... operands) {
    Operand[] starts = new Operand[operands.length];
    for (int i = 0; i < operands.length; i++) {
      starts[i] = start(operands[i], axis);
    }
    return Structs.views(starts);
  }

  private static Operand start(Operand operand, int axis) {
    return operand.slice(axis, 0, 1);
  }

  @Override
  public void topK(Operand x, Operand values, Operand indices) {
    String kernel = ElementTypes.FLOATING.kernel("top_k", x);
    KernelChecks.sameType("top_k", x, values);
    ElementTypes.INDICES.require("top_k", indices);
    if (values.elements() == 0) {
      return;
    }
    int n = x.dim(-1);
    int k = values.dim(-1);
    int rows = values.elements() / k;
    int padded = Arguments.powerOfTwoFrom(k);
    try (Scratch scratch = device.scratch("top k")) {
      device
          .launcher()
          .blocks(
              KernelFile.INDEXING,
              kernel,
              rows,
              n <= LONG_ROW ? FEW_THREADS : MOST_THREADS,
              number(rows),
              number(n),
              number(k),
              number(padded),
              storage(x),
              starts(-1, x)[0],
              number((long) x.stride(-1)),
              address(values),
              address(indices),
              address(scratch.operand(DType.INT32, rows, padded)));
    }
  }
}
