package org.tucana.core.op;

import static org.tucana.core.op.Argument.apart;
import static org.tucana.core.op.Argument.condition;
import static org.tucana.core.op.Argument.farFromZero;
import static org.tucana.core.op.Argument.indices;
import static org.tucana.core.op.Argument.positive;
import static org.tucana.core.op.Argument.smooth;
import static org.tucana.core.op.OperatorCase.given;

import java.util.List;
import org.tucana.core.Permute;
import org.tucana.core.Reshape;
import org.tucana.core.Slice;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;

/** Operators element by element, along axes, and on the order of elements. */
final class PointwiseCases {
  private PointwiseCases() {}

  static List<OperatorCase> all() {
    return List.of(
        given("", new Add(), smooth(2, 3, 4), smooth(2, 3, 4)),
        given("both broadcast", new Add(), smooth(2, 1, 4), smooth(3, 1)),
        given("scalar", new Add(), smooth(), smooth(2, 3)),
        given("empty", new Add(), smooth(0, 3), smooth(3)),
        given("", new Subtract(), smooth(2, 1, 4), smooth(3, 4)),
        given("", new Multiply(), smooth(2, 1, 4), smooth(3, 4)),
        given("", new Divide(), smooth(2, 1, 4), farFromZero(3, 4)),
        given("", new Maximum(), apart(2, 3), apart(3).constant()),
        given("broadcast", new Maximum(), smooth(2, 1, 3), smooth(4, 1)),
        given("broadcast", new Minimum(), smooth(2, 1, 3), smooth(4, 1)),
        given("", new Greater(), smooth(2, 3), smooth(3)),
        given("", new GreaterEqual(), smooth(2, 3), smooth(3)),
        given("", new Equal(), smooth(2, 3), smooth(3)),
        given("", new Negate(), smooth(2, 3)),
        given("", new Abs(), apart(3, 4)),
        given("", new Exp(), smooth(2, 3)),
        given("", new Log(), positive(2, 3)),
        given("", new Sqrt(), positive(2, 3)),
        given("", new Reciprocal(), farFromZero(2, 3)),
        given("", new Relu(), apart(3, 5)),
        given("empty", new Relu(), apart(0, 5)),
        given("", new Sigmoid(), smooth(3, 5)),
        given("", new Tanh(), smooth(3, 5)),
        given("", new ReluGradient(), smooth(3), apart(3)),
        given("", new SigmoidGradient(), smooth(3), smooth(3)),
        given("", new TanhGradient(), smooth(3), smooth(3)),
        given("", new Affine(-1.5, 0.25), smooth(2, 3)),
        given("", new Clamp(-0.5, 0.5), apart(5, 6)),
        given("", new RoundToLevels(new Levels(0.25, -2, 3)), smooth(5, 6)),
        given("", new Where(), condition(2, 3), smooth(2, 3), smooth(2, 3)),
        given("broadcast", new Where(), condition(4, 1), smooth(2, 1, 3), smooth()),
        given("", new Cast(DType.FLOAT64), smooth(2, 3)),
        given("to integers", new Cast(DType.INT32), smooth(2, 3)),
        given("", new BroadcastTo(Shape.of(2, 3, 4)), smooth(3, 1)),
        given("empty", new BroadcastTo(Shape.of(0, 4)), smooth(1, 4)),
        given("middle axis", new Softmax(1), smooth(2, 5, 3)),
        given("no rows", new Softmax(1), smooth(0, 5)),
        given("", new SoftmaxGradient(1), smooth(2, 5), smooth(2, 5)),
        given("middle axis", new LogSoftmax(1), smooth(2, 5, 3)),
        given("last axis", new LogSoftmax(1), smooth(4, 3)),
        given("", new LogSoftmaxGradient(1), smooth(2, 5), smooth(2, 5)),
        given("outer and inner axis", new ReduceSum(List.of(0, 2)), smooth(2, 3, 4)),
        given("all axes", new ReduceSum(List.of()), smooth(2, 3)),
        given("of nothing", new ReduceSum(List.of(0)), smooth(0, 3)),
        given("outer and inner axis", new ReduceMean(List.of(2, 0)), smooth(2, 3, 4)),
        given("all axes", new ReduceMean(List.of()), smooth(2, 3)),
        given("", new ReduceMaximum(List.of(1)), apart(2, 5, 3)),
        given("all axes", new ReduceMaximum(List.of()), apart(2, 3)),
        given("", new ReduceMinimum(List.of(0, 2)), apart(2, 5, 3)),
        given("", new TopKSelection(3), apart(2, 2, 6)),
        given("none wanted", new TopKSelection(0), apart(2, 6)),
        given("no rows", new TopKSelection(2), apart(0, 6)),
        given("", new TopKSelectionGradient(6), smooth(2), indices(4, 1)),
        given("", new Concat(1), smooth(2, 3), smooth(2, 1), smooth(2, 2)),
        given("an empty part", new Concat(0), smooth(0, 3), smooth(2, 3)),
        given("", new Pad(List.of(1, 0), List.of(0, 2)), smooth(2, 3)),
        given("empty", new Pad(List.of(0, 0), List.of(1, 1)), smooth(0, 3)),
        given("repeated entries", new Select(1), smooth(2, 4, 3), indices(3, 0, 3, 1, 3)),
        given("nothing selected", new Select(0), smooth(4, 3), indices()),
        given("", new SelectGradient(0, 4), smooth(2, 3), indices(3, 0)),
        given("", new Slice(1, 1, 3), smooth(2, 4)),
        given("", new Reshape(List.of(4, -1)), smooth(2, 6)),
        given("", new Permute(List.of(2, 0, 1)), smooth(2, 3, 4)));
  }
}
