package org.tucana.core.op;

import static org.tucana.core.op.Argument.apart;
import static org.tucana.core.op.Argument.farFromZero;
import static org.tucana.core.op.Argument.indices;
import static org.tucana.core.op.Argument.positive;
import static org.tucana.core.op.Argument.smooth;
import static org.tucana.core.op.OperatorCase.given;

import java.util.List;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.Shape;

/** Operators that networks are made of. */
final class NetworkCases {
  private static final ConvGeometry SKEWED = new ConvGeometry(2, 1, 1, 2, 1, 2, 2);
  private static final RoiAlignGeometry PYRAMID =
      new RoiAlignGeometry(2, 2, 2, false, List.of(0.5, 0.25), 16, 2);

  private NetworkCases() {}

  /** Boxes that reach over the edge of a picture of 16 x 16 pixels, of several sizes. */
  private static Argument boxes() {
    return Argument.of(
            Shape.of(4, 4), 1.3, 2.1, 7.4, 9.2, -2, 3.3, 4.1, 18, 0, 0, 15.9, 15.7, 8.2, 5, 8.9, 6)
        .constant();
  }

  static List<OperatorCase> all() {
    return List.of(
        given("", new Matmul(), smooth(3, 4), smooth(4, 2)),
        given("batches broadcast", new Matmul(), smooth(2, 1, 3, 4), smooth(5, 4, 2)),
        given("nothing to sum", new Matmul(), smooth(3, 0), smooth(0, 2)),
        given("", new Linear(), smooth(3, 4), smooth(2, 4), smooth(2)),
        given("no bias", new Linear(), smooth(3, 4), smooth(2, 4)),
        given("no rows", new Linear(), smooth(0, 4), smooth(2, 4), smooth(2)),
        given("", new Conv2d(ConvGeometry.of(1, 1)), smooth(2, 2, 4, 5), smooth(3, 2, 3, 3)),
        given(
            "stride, dilation, groups and bias",
            new Conv2d(SKEWED),
            smooth(2, 4, 5, 4),
            smooth(6, 2, 3, 2),
            smooth(6)),
        given(
            "no pictures",
            new Conv2d(ConvGeometry.of(1, 1)),
            smooth(0, 2, 4, 4),
            smooth(3, 2, 3, 3),
            smooth(3)),
        given(
            "",
            new Conv2dInputGradient(ConvGeometry.of(2, 1), 5, 6),
            smooth(1, 2, 3, 3),
            smooth(2, 1, 3, 3)),
        given(
            "",
            new Conv2dWeightGradient(ConvGeometry.of(2, 1), 3, 3),
            smooth(1, 1, 5, 6),
            smooth(1, 2, 3, 3)),
        given(
            "",
            new ConvTranspose2d(ConvGeometry.of(2, 0)),
            smooth(2, 3, 3, 2),
            smooth(3, 2, 2, 2),
            smooth(2)),
        given(
            "stride, dilation and groups",
            new ConvTranspose2d(SKEWED),
            smooth(1, 4, 3, 4),
            smooth(4, 3, 3, 3)),
        given(
            "no pictures",
            new ConvTranspose2d(ConvGeometry.of(2, 0)),
            smooth(0, 3, 3, 2),
            smooth(3, 2, 2, 2),
            smooth(2)),
        given("", new BatchNormTrain(1e-3), smooth(2, 3, 2, 3), farFromZero(3), smooth(3)),
        given("vectors", new BatchNormTrain(1e-5), smooth(5, 3), farFromZero(3), smooth(3)),
        given(
            "",
            new BatchNormTrainGradient(),
            smooth(4, 3),
            smooth(3),
            smooth(3),
            positive(3),
            smooth(4, 3)),
        given(
            "",
            new BatchNorm(1e-3),
            smooth(2, 3, 2, 3),
            farFromZero(3),
            smooth(3),
            smooth(3).constant(),
            positive(3).constant()),
        given(
            "frozen",
            new BatchNorm(1e-3),
            smooth(2, 3, 2, 3),
            farFromZero(3).constant(),
            smooth(3).constant(),
            smooth(3).constant(),
            positive(3).constant()),
        given(
            "no pictures",
            new BatchNorm(1e-3),
            smooth(0, 3, 2, 3),
            farFromZero(3),
            smooth(3),
            smooth(3).constant(),
            positive(3).constant()),
        given(
            "",
            new BatchNormGradient(1e-3),
            smooth(4, 3),
            smooth(3),
            smooth(3),
            positive(3),
            smooth(4, 3)),
        given("overlapping", new MaxPool2d(new PoolGeometry(3, 2, 1)), apart(1, 2, 5, 6)),
        given("no pictures", new MaxPool2d(new PoolGeometry(2, 2, 0)), apart(0, 2, 4, 4)),
        given(
            "",
            new MaxPool2dGradient(2, 2),
            smooth(1, 1, 1, 1),
            Argument.of(Shape.of(1, 1, 1, 1), 3).asIndices()),
        given("uneven windows", new AdaptiveAveragePool2d(2, 3), smooth(2, 2, 5, 4)),
        given("no pictures", new AdaptiveAveragePool2d(1, 1), smooth(0, 2, 5, 4)),
        given("", new AdaptiveAveragePool2dGradient(5, 4), smooth(1, 1, 2, 3)),
        given("up", new Nearest(7, 9), smooth(1, 2, 3, 4)),
        given("down", new Nearest(2, 3), smooth(1, 2, 5, 4)),
        given("", new NearestGradient(3, 4), smooth(1, 2, 7, 9)),
        given("up", new Bilinear(7, 9), smooth(1, 2, 3, 4)),
        given("down", new Bilinear(2, 3), smooth(1, 2, 5, 7)),
        given("no pictures", new Bilinear(2, 3), smooth(0, 2, 5, 7)),
        given("", new BilinearGradient(3, 4), smooth(1, 2, 7, 9)),
        given("mean", new CrossEntropy(LossReduction.MEAN, -1), smooth(4, 3), indices(2, -1, 0, 2)),
        given(
            "sum with class weights",
            new CrossEntropy(LossReduction.SUM, -1),
            smooth(4, 3),
            indices(2, 1, -1, 2),
            positive(3).constant()),
        given(
            "mean with class weights",
            new CrossEntropy(LossReduction.MEAN, 1),
            smooth(4, 3),
            indices(2, 1, 0, 2),
            positive(3).constant()),
        given("no rows", new CrossEntropy(LossReduction.MEAN, -1), smooth(0, 3), indices()),
        given(
            "",
            new CrossEntropyGradient(LossReduction.MEAN, -1),
            smooth(2, 3),
            indices(2, 1),
            smooth()),
        given(
            "mean",
            new BinaryCrossEntropyWithLogits(LossReduction.MEAN),
            apart(3, 4),
            positive(3, 4)),
        given("sum", new BinaryCrossEntropyWithLogits(LossReduction.SUM), apart(5), positive(5)),
        given(
            "of nothing",
            new BinaryCrossEntropyWithLogits(LossReduction.MEAN),
            smooth(0),
            smooth(0)),
        given(
            "",
            new BinaryCrossEntropyWithLogitsGradient(LossReduction.MEAN),
            smooth(3),
            smooth(3),
            smooth()),
        given("mean", new SmoothL1(LossReduction.MEAN, 0.5), apart(6, 5), zeros(6, 5)),
        given("sum", new SmoothL1(LossReduction.SUM, 0.5), apart(6, 5), zeros(6, 5)),
        given("absolute difference", new SmoothL1(LossReduction.MEAN, 0), apart(6), zeros(6)),
        given("of nothing", new SmoothL1(LossReduction.MEAN, 0.5), smooth(0, 4), smooth(0, 4)),
        given("", new SmoothL1Gradient(LossReduction.SUM, 0.5), smooth(3), smooth(3), smooth()),
        given(
            "pyramid",
            new RoiAlign(PYRAMID),
            smooth(2, 2, 8, 8),
            smooth(2, 2, 4, 4),
            boxes(),
            indices(0, 1, 1, 0)),
        given(
            "sampling by box size",
            new RoiAlign(RoiAlignGeometry.single(2, 3, 0, true, 0.5)),
            smooth(2, 2, 8, 8),
            boxes(),
            indices(0, 1, 1, 0)),
        given(
            "no boxes",
            new RoiAlign(RoiAlignGeometry.single(2, 3, 2, false, 0.5)),
            smooth(2, 2, 8, 8),
            smooth(0, 4).constant(),
            indices()),
        given(
            "",
            new RoiAlignGradient(
                RoiAlignGeometry.single(1, 1, 2, false, 0.5), List.of(Shape.of(2, 2, 8, 8))),
            boxes(),
            indices(0, 1, 1, 0),
            smooth(4, 2, 1, 1)),
        given("", new BoxIou(), boxes(), boxes()),
        given("no boxes", new BoxIou(), smooth(0, 4), boxes()),
        given("", new NonMaximumSuppression(0.5, 9), boxes(), smooth(4), indices(0, 1, 0, 1)),
        given(
            "two wanted",
            new NonMaximumSuppression(0.5, 2),
            boxes(),
            smooth(4),
            indices(0, 1, 0, 1)),
        given("no boxes", new NonMaximumSuppression(0.5, 9), smooth(0, 4), smooth(0), indices()));
  }

  private static Argument zeros(int... dims) {
    return Argument.of(Shape.of(dims), new double[Shape.of(dims).elements()]);
  }
}
