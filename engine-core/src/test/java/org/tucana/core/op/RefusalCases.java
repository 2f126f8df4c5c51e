package org.tucana.core.op;

import static org.tucana.core.op.RefusalCase.refuses;
import static org.tucana.core.type.TensorType.float32;
import static org.tucana.core.type.TensorType.int32;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.Op;
import org.tucana.core.Permute;
import org.tucana.core.Reshape;
import org.tucana.core.Slice;
import org.tucana.core.SliceGradient;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** At least one refusal of every operator; those of networks are in {@link NetworkRefusals}. */
final class RefusalCases {
  private RefusalCases() {}

  static List<RefusalCase> all() {
    List<RefusalCase> cases = new ArrayList<>();
    Stream.of(
            new Add(),
            new Subtract(),
            new Multiply(),
            new Divide(),
            new Maximum(),
            new Minimum(),
            new Greater(),
            new GreaterEqual(),
            new Equal())
        .forEach(op -> binary(cases, op));
    Stream.of(
            new Negate(),
            new Abs(),
            new Exp(),
            new Log(),
            new Sqrt(),
            new Reciprocal(),
            new Relu(),
            new Sigmoid(),
            new Tanh())
        .forEach(op -> unary(cases, op));
    Stream.of(new ReluGradient(), new SigmoidGradient(), new TanhGradient())
        .forEach(op -> activationGradient(cases, op));
    Stream.of(
            new ReduceSum(List.of(2)),
            new ReduceMean(List.of(2)),
            new ReduceMaximum(List.of(2)),
            new ReduceMinimum(List.of(2)))
        .forEach(op -> reduction(cases, op));
    cases.addAll(elements());
    cases.addAll(alongAxes());
    cases.addAll(order());
    cases.addAll(NetworkRefusals.all());
    return cases;
  }

  static TensorType half(int... dims) {
    return new TensorType(Shape.of(dims), DType.FLOAT16);
  }

  static TensorType flags(int... dims) {
    return new TensorType(Shape.of(dims), DType.BOOL);
  }

  private static void binary(List<RefusalCase> cases, Op op) {
    cases.add(
        refuses(op, float32(2, 3), float32(2))
            .saying(
                "[2,3] and [2] do not broadcast, sizes 3 and 2 differ and neither is 1;"
                    + " reshape one of them")
            .taking(float32(2, 3), float32(2, 1)));
    cases.add(
        refuses(op, float32(2), int32(2))
            .saying(
                "wrong element type of the second operand, expected FLOAT32, got INT32[2];"
                    + " cast to FLOAT32")
            .taking(float32(2), float32(2)));
    cases.add(
        refuses(op, float32(2))
            .saying("expected 2 inputs, got 1; pass 2")
            .taking(float32(2), float32(2)));
    cases.add(
        refuses(op, flags(2), flags(2))
            .saying(
                "there is no arithmetic on the first operand, expected numbers of 32 or 64 bits,"
                    + " got BOOL[2]; cast to FLOAT32")
            .taking(float32(2), float32(2)));
  }

  private static void unary(List<RefusalCase> cases, Op op) {
    cases.add(
        refuses(op, half(2))
            .saying("the input must be FLOAT32 or FLOAT64, got FLOAT16[2]; cast to FLOAT32")
            .taking(float32(2)));
  }

  private static void activationGradient(List<RefusalCase> cases, Op op) {
    cases.add(
        refuses(op, float32(2), float32(3))
            .saying("wrong shape of the output, expected [2], got [3]; pass shape [2]")
            .taking(float32(2), float32(2)));
  }

  private static void reduction(List<RefusalCase> cases, ReduceOp op) {
    cases.add(
        refuses(op, float32(2, 3))
            .saying("the input [2,3] has no axis 2; choose one below 2")
            .taking(new ReduceSum(List.of(1)), float32(2, 3)));
    cases.add(
        refuses(op, flags(2, 3, 4))
            .saying("got BOOL[2,3,4]; cast to FLOAT32")
            .taking(float32(2, 3, 4)));
  }

  private static List<RefusalCase> elements() {
    return List.of(
        refuses(new Affine(2, 1), half(2))
            .saying("got FLOAT16[2]; cast to FLOAT32")
            .taking(float32(2)),
        refuses(new RoundToLevels(new Levels(1, 0, 255)), half(2))
            .saying("got FLOAT16[2]; cast to FLOAT32")
            .taking(float32(2)),
        refuses(new Clamp(0, 1), flags(2))
            .saying("got BOOL[2]; cast to FLOAT32")
            .taking(float32(2)),
        refuses(new Where(), float32(2), float32(2), float32(2))
            .saying(
                "wrong element type of the condition, expected BOOL, got FLOAT32[2];"
                    + " cast to BOOL")
            .taking(flags(2), float32(2), float32(2)),
        refuses(new Cast(DType.INT32), float32(2), float32(2))
            .saying("expected 1 inputs, got 2; pass 1")
            .taking(float32(2)),
        refuses(new BroadcastTo(Shape.of(2, 3)), float32(2))
            .saying(
                "[2] and [2,3] do not broadcast, sizes 2 and 3 differ and neither is 1;"
                    + " reshape one of them")
            .taking(float32(2, 1)),
        refuses(new BroadcastTo(Shape.of(1, 3)), float32(2, 3))
            .saying("[2,3] does not extend to [1,3]; only axes of size 1 and new leading axes do")
            .taking(float32(1, 3)));
  }

  private static List<RefusalCase> alongAxes() {
    String noAxis = "the input [2,3] has no axis 2; choose one below 2";
    return List.of(
        refuses(new Softmax(2), float32(2, 3)).saying(noAxis).taking(new Softmax(1), float32(2, 3)),
        refuses(new LogSoftmax(2), float32(2, 3))
            .saying(noAxis)
            .taking(new LogSoftmax(1), float32(2, 3)),
        refuses(new SoftmaxGradient(1), float32(2, 3), float32(2, 4))
            .saying("expected [2,3], got [2,4]; pass shape [2,3]")
            .taking(float32(2, 3), float32(2, 3)),
        refuses(new LogSoftmaxGradient(1), float32(2, 3), float32(2, 4))
            .saying("expected [2,3], got [2,4]; pass shape [2,3]")
            .taking(float32(2, 3), float32(2, 3)),
        refuses(new ReduceSum(List.of(1, 1)), float32(2, 3))
            .saying("an axis is named twice in [1, 1]; name it once")
            .taking(new ReduceSum(List.of(1)), float32(2, 3)),
        refuses(new TopKSelection(4), float32(2, 3))
            .saying("there are no 4 values along the last axis of [2,3]; choose a k up to its size")
            .taking(new TopKSelection(3), float32(2, 3)),
        refuses(new TopKSelectionGradient(3), float32(2), float32(2))
            .saying("expected INT32, got FLOAT32[2]; cast to INT32")
            .taking(float32(2), int32(2)));
  }

  private static List<RefusalCase> order() {
    return List.of(
        refuses(new Concat(0), float32(2, 3), float32(2, 4))
            .saying(
                "parts must agree but for axis 0, got [2,3] and [2,4];"
                    + " reshape or slice one of them")
            .taking(float32(2, 3), float32(2, 3)),
        refuses(new Pad(List.of(1), List.of(1)), float32(2, 3))
            .saying("expected a count for each axis of [2,3], got [1] and [1]; name all 2")
            .taking(new Pad(List.of(1, 0), List.of(1, 0)), float32(2, 3)),
        refuses(new Select(0), float32(2, 3), int32(2, 1))
            .saying("wrong rank of the index, expected 1 axes [n], got [2,1]; reshape to that rank")
            .taking(float32(2, 3), int32(2)),
        refuses(new SelectGradient(0, 5), float32(2, 3), int32(3))
            .saying("wrong shape of the index, expected [2], got [3]; pass shape [2]")
            .taking(float32(2, 3), int32(2)),
        refuses(new Slice(1, 1, 4), float32(2, 3))
            .saying("1..4 is outside axis 1 of [2,3]; choose a range within the axis")
            .taking(new Slice(1, 1, 3), float32(2, 3)),
        refuses(new Reshape(List.of(4, 2)), float32(2, 3))
            .saying("[2,3] has 6 elements and cannot become [4, 2]; choose sizes with that product")
            .taking(new Reshape(List.of(3, 2)), float32(2, 3)),
        refuses(new SliceGradient(1, 3, 5), float32(2, 3))
            .saying(
                "a slice [2,3] from 3 on does not fit axis 1 of size 5; pass the gradient of that"
                    + " slice")
            .taking(float32(2, 2)),
        refuses(new Permute(List.of(1, 0)), float32(2, 3, 4))
            .saying("[1, 0] does not order the axes of [2,3,4]; name each once")
            .taking(float32(2, 3)));
  }
}
