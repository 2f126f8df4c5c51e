package org.tucana.core.op;

import static org.tucana.core.op.RefusalCase.refuses;
import static org.tucana.core.type.TensorType.float32;
import static org.tucana.core.type.TensorType.int32;

import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Refusals of the operators that networks are made of. */
final class NetworkRefusals {
  private static final ConvGeometry PLAIN = ConvGeometry.of(1, 1);
  private static final ConvGeometry GROUPED = PLAIN.withGroups(2);
  private static final RoiAlignGeometry BINS = RoiAlignGeometry.single(7, 7, 2, false, 0.25);

  private NetworkRefusals() {}

  static List<RefusalCase> all() {
    return Stream.of(products(), convolutions(), normalizations(), poolings(), losses(), regions())
        .flatMap(List::stream)
        .toList();
  }

  private static TensorType doubles(int... dims) {
    return new TensorType(Shape.of(dims), DType.FLOAT64);
  }

  private static List<RefusalCase> products() {
    return List.of(
        refuses(new Matmul(), float32(2, 3), float32(2, 3))
            .saying(
                "the left matrix has 3 columns but the right one 2 rows (left [2,3], right"
                    + " [2,3]); permute or reshape one of them")
            .taking(float32(2, 3), float32(3, 2)),
        refuses(new Matmul(), float32(3), float32(3, 2))
            .saying("the left matrix needs at least 2 axes, got [3]; reshape it")
            .taking(float32(1, 3), float32(3, 2)),
        refuses(new Matmul(), float32(2, 1, 3), float32(4, 3, 2))
            .saying(
                "[2] and [4] do not broadcast, sizes 2 and 4 differ and neither is 1;"
                    + " reshape one of them")
            .taking(float32(2, 1, 1, 3), float32(4, 3, 2)),
        refuses(new Linear(), float32(2, 5), float32(4, 3))
            .saying(
                "input has 5 features but the weight expects 3 (input [2,5], weight [4,3]);"
                    + " pass an input with 3 features")
            .taking(float32(2, 3), float32(4, 3)),
        refuses(new Linear(), float32(2, 3), float32(4, 3), float32(3))
            .saying("wrong shape of the bias, expected [4], got [3]; pass shape [4]")
            .taking(float32(2, 3), float32(4, 3), float32(4)));
  }

  private static List<RefusalCase> convolutions() {
    return List.of(
        refuses(new Conv2d(PLAIN), float32(2, 5, 512, 512), float32(64, 3, 7, 7))
            .saying(
                "input has 5 channels but the weight expects 3 (input [2,5,512,512], weight"
                    + " [64,3,7,7]); pass an input with 3 channels")
            .taking(float32(2, 3, 512, 512), float32(64, 3, 7, 7)),
        refuses(new Conv2d(GROUPED), float32(1, 3, 8, 8), float32(4, 3, 3, 3))
            .saying(
                "input has 3 channels but the weight expects 6 (input [1,3,8,8], weight"
                    + " [4,3,3,3], 2 groups); pass an input with 6 channels")
            .taking(float32(1, 6, 8, 8), float32(4, 3, 3, 3)),
        refuses(new Conv2d(GROUPED), float32(1, 6, 8, 8), float32(5, 3, 3, 3))
            .saying(
                "the 5 filters of the weight [5,3,3,3] do not divide into 2 groups; choose groups"
                    + " that divide them")
            .taking(new Conv2d(PLAIN.withGroups(5)), float32(1, 15, 8, 8), float32(5, 3, 3, 3)),
        refuses(new Conv2d(PLAIN), float32(3, 8, 8), float32(4, 3, 3, 3))
            .saying(
                "wrong rank of the input, expected 4 axes [N,C,H,W], got [3,8,8]; reshape to that rank")
            .taking(float32(1, 3, 8, 8), float32(4, 3, 3, 3)),
        refuses(new Conv2d(PLAIN), float32(1, 3, 8, 8), float32(4, 3, 3, 3), float32(3))
            .saying("wrong shape of the bias, expected [4], got [3]; pass shape [4]")
            .taking(float32(1, 3, 8, 8), float32(4, 3, 3, 3), float32(4)),
        refuses(new Conv2d(PLAIN), float32(1, 3, 8, 8), doubles(4, 3, 3, 3))
            .saying("expected FLOAT32, got FLOAT64[4,3,3,3]; cast to FLOAT32")
            .taking(float32(1, 3, 8, 8), float32(4, 3, 3, 3)),
        refuses(new Conv2d(PLAIN), float32(1, 3, 4, 4), float32(4, 3, 7, 7))
            .saying("; pad more or use a larger picture")
            .taking(new Conv2d(ConvGeometry.of(1, 2)), float32(1, 3, 4, 4), float32(4, 3, 7, 7)),
        refuses(new Conv2dInputGradient(PLAIN, 8, 8), float32(1, 4, 7, 8), float32(4, 3, 3, 3))
            .saying("expected [1,4,8,8], got [1,4,7,8]; pass shape [1,4,8,8]")
            .taking(float32(1, 4, 8, 8), float32(4, 3, 3, 3)),
        refuses(new Conv2dWeightGradient(PLAIN, 3, 3), float32(1, 3, 8, 8), float32(2, 4, 8, 8))
            .saying("expected [1,4,8,8], got [2,4,8,8]; pass shape [1,4,8,8]")
            .taking(float32(1, 3, 8, 8), float32(1, 4, 8, 8)),
        refuses(new ConvTranspose2d(PLAIN), float32(1, 3, 8, 8), float32(4, 3, 2, 2))
            .saying(
                "input has 3 channels but the weight expects 4 (input [1,3,8,8], weight"
                    + " [4,3,2,2]); pass an input with 4 channels")
            .taking(float32(1, 4, 8, 8), float32(4, 3, 2, 2)),
        refuses(new ConvTranspose2d(PLAIN), float32(1, 4, 1, 1), float32(4, 3, 2, 2))
            .saying("; pad less")
            .taking(
                new ConvTranspose2d(ConvGeometry.of(1, 0)),
                float32(1, 4, 1, 1),
                float32(4, 3, 2, 2)));
  }

  private static List<RefusalCase> normalizations() {
    return List.of(
        refuses(new BatchNormTrain(1e-5), float32(2, 3, 4), float32(3), float32(3))
            .saying("the input needs axes [N,C] or [N,C,H,W], got [2,3,4]; reshape it")
            .taking(float32(2, 3, 4, 1), float32(3), float32(3)),
        refuses(new BatchNormTrain(1e-5), float32(1, 3), float32(3), float32(3))
            .saying(
                "a channel of the input [1,3] has fewer than 2 values and no variance; use a"
                    + " larger batch, or batchNorm with given statistics")
            .taking(
                new BatchNorm(1e-5), float32(1, 3), float32(3), float32(3), float32(3), float32(3)),
        refuses(new BatchNorm(1e-5), float32(2, 3), float32(3), float32(3), float32(3), float32(2))
            .saying("wrong shape of the variance, expected [3], got [2]; pass shape [3]")
            .taking(float32(2, 3), float32(3), float32(3), float32(3), float32(3)),
        refuses(
                new BatchNormTrainGradient(),
                float32(2, 3),
                float32(3),
                float32(3),
                float32(3),
                float32(3, 2))
            .saying("expected [2,3], got [3,2]; pass shape [2,3]")
            .taking(float32(2, 3), float32(3), float32(3), float32(3), float32(2, 3)),
        refuses(
                new BatchNormGradient(1e-5),
                float32(2, 3),
                float32(3),
                float32(3),
                float32(3),
                float32(3, 2))
            .saying("expected [2,3], got [3,2]; pass shape [2,3]")
            .taking(float32(2, 3), float32(3), float32(3), float32(3), float32(2, 3)));
  }

  private static List<RefusalCase> poolings() {
    Stream<RefusalCase> resampling =
        Stream.of(
                new AdaptiveAveragePool2d(0, 2),
                new AdaptiveAveragePool2dGradient(0, 2),
                new Nearest(0, 2),
                new NearestGradient(0, 2),
                new Bilinear(0, 2),
                new BilinearGradient(0, 2))
            .map(op ->
                refuses(op, float32(1, 2, 4, 5))
                    .saying(
                        "rows and columns must be at least 1, got 4x5 to become 0x2; choose"
                            + " sizes from 1")
                    .taking(new Nearest(1, 2), float32(1, 2, 4, 5)));
    Stream<RefusalCase> maximum =
        Stream.of(
            refuses(new MaxPool2d(new PoolGeometry(5, 1, 0)), float32(1, 2, 4, 4))
                .saying("; use a smaller window or a larger picture")
                .taking(float32(1, 2, 5, 5)),
            refuses(new MaxPool2dGradient(4, 4), float32(1, 2, 2, 2), float32(1, 2, 2, 2))
                .saying("expected INT32, got FLOAT32[1,2,2,2]; cast to INT32")
                .taking(float32(1, 2, 2, 2), int32(1, 2, 2, 2)));
    return Stream.concat(resampling, maximum).toList();
  }

  private static List<RefusalCase> losses() {
    LossReduction mean = LossReduction.MEAN;
    String scalar = "wrong shape of the loss gradient, expected [], got [1]; pass shape []";
    return List.of(
        refuses(new CrossEntropy(mean, -1), float32(4, 3), float32(4))
            .saying("expected INT32, got FLOAT32[4]; cast to INT32")
            .taking(float32(4, 3), int32(4)),
        refuses(new CrossEntropy(mean, -1), float32(4, 3), int32(4), float32(4))
            .saying("wrong shape of the class weights, expected [3], got [4]; pass shape [3]")
            .taking(float32(4, 3), int32(4), float32(3)),
        refuses(new CrossEntropyGradient(mean, -1), float32(4, 3), int32(4), float32(1))
            .saying(scalar)
            .taking(float32(4, 3), int32(4), float32()),
        refuses(new BinaryCrossEntropyWithLogits(mean), float32(4), float32(3))
            .saying("wrong shape of the target, expected [4], got [3]; pass shape [4]")
            .taking(float32(4), float32(4)),
        refuses(new BinaryCrossEntropyWithLogitsGradient(mean), float32(4), float32(4), float32(1))
            .saying(scalar)
            .taking(float32(4), float32(4), float32()),
        refuses(new SmoothL1(mean, 1), float32(4), int32(4))
            .saying("expected FLOAT32, got INT32[4]; cast to FLOAT32")
            .taking(float32(4), float32(4)),
        refuses(new SmoothL1Gradient(mean, 1), float32(4), float32(4), float32(1))
            .saying(scalar)
            .taking(float32(4), float32(4), float32()));
  }

  private static List<RefusalCase> regions() {
    return List.of(
        refuses(new RoiAlign(BINS), float32(1, 8, 9, 9), float32(5, 4), int32(4))
            .saying("wrong shape of the pictures, expected [5], got [4]; pass shape [5]")
            .taking(float32(1, 8, 9, 9), float32(5, 4), int32(5)),
        refuses(new RoiAlign(BINS), float32(1, 8, 9, 9), float32(5, 5), int32(5))
            .saying("wrong shape of the boxes, expected [5,4], got [5,5]; pass shape [5,4]")
            .taking(float32(1, 8, 9, 9), float32(5, 4), int32(5)),
        refuses(
                new RoiAlignGradient(BINS, List.of(Shape.of(1, 8, 9, 9))),
                float32(5, 4),
                int32(5),
                float32(5, 8, 7, 6))
            .saying("expected [5,8,7,7], got [5,8,7,6]; pass shape [5,8,7,7]")
            .taking(float32(5, 4), int32(5), float32(5, 8, 7, 7)),
        refuses(new BoxIou(), float32(3, 4), float32(4))
            .saying("wrong rank of the boxes, expected 2 axes [B,4], got [4]; reshape to that rank")
            .taking(float32(3, 4), float32(1, 4)),
        refuses(new NonMaximumSuppression(0.5, 9), float32(3, 4), float32(3), float32(3))
            .saying("expected INT32, got FLOAT32[3]; cast to INT32")
            .taking(float32(3, 4), float32(3), int32(3)));
  }
}
