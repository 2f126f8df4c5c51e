package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Tensor;

/** Batch normalisation (Ioffe and Szegedy 2015) over x [N,C,H,W] or [N,C]. */
public final class Normalizations {
  private Normalizations() {}

  /** Normalises by the statistics of this batch. */
  public static TrainedBatchNorm batchNormTrain(
      Tensor x, Tensor scale, Tensor shift, double epsilon) {
    List<Tensor> out = x.session().run(new BatchNormTrain(epsilon), List.of(x, scale, shift));
    return new TrainedBatchNorm(out.get(0), out.get(1), out.get(2));
  }

  /** Normalises by given statistics, which are constants. */
  public static Tensor batchNorm(
      Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, double epsilon) {
    return x.session().one(new BatchNorm(epsilon), x, scale, shift, mean, variance);
  }

  /**
   * What {@link #batchNormTrain} gives.
   *
   * @param y the normalised values
   * @param mean of each channel over this batch
   * @param inverseDeviation 1 / sqrt(biased variance + epsilon) of each channel
   */
  public record TrainedBatchNorm(Tensor y, Tensor mean, Tensor inverseDeviation) {}
}
