package org.tucana.nn.module;

import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Normalizations;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/**
 * Batch normalisation with {@code weight} (scale), {@code bias} (shift), {@code running_mean} and
 * {@code running_var}, all [C] (Ioffe and Szegedy, ICML 2015). In training the running statistics
 * move by {@code momentum} towards the batch's mean and unbiased variance.
 */
public final class BatchNorm2dLayer extends NetworkModule {
  private final BatchNormSpec spec;
  private final Parameter scale;
  private final Parameter shift;
  private final Parameter runningMean;
  private final Parameter runningVariance;

  public BatchNorm2dLayer(ParameterSpace space, int channels, BatchNormSpec spec) {
    super(space);
    this.spec = spec;
    Shape shape = Shape.of(channels);
    boolean learns = spec.kind() == BatchNormSpec.Kind.TRAINED;
    scale =
        learns
            ? parameter("weight", shape, Initializer.constant(1))
            : statistic("weight", shape, 1);
    shift =
        learns ? parameter("bias", shape, Initializer.constant(0)) : statistic("bias", shape, 0);
    runningMean = statistic("running_mean", shape, 0);
    runningVariance = statistic("running_var", shape, 1);
  }

  /** x [N,C,H,W], normalised per channel. */
  public Tensor forward(Tensor x, Mode mode) {
    try (var _ = enter(x.session())) {
      return mode == Mode.TRAIN && spec.kind() == BatchNormSpec.Kind.TRAINED
          ? train(x)
          : Normalizations.batchNorm(
              x,
              scale.in(x.session()),
              shift.in(x.session()),
              runningMean.in(x.session()),
              runningVariance.in(x.session()),
              spec.epsilon());
    }
  }

  private Tensor train(Tensor x) {
    int samples = x.shape().elements() / Math.max(1, x.dim(1));
    if (samples < 2) {
      throw new ShapeException(
          "batch norm "
              + path()
              + ": training needs more than one value per channel, got input "
              + x.type()
              + "; use larger pictures or batches, or frozen batch norm");
    }
    var trained =
        Normalizations.batchNormTrain(
            x, scale.in(x.session()), shift.in(x.session()), spec.epsilon());
    moveRunningStatistics(trained.mean().read(), trained.inverseDeviation().read(), samples);
    return trained.y();
  }

  private void moveRunningStatistics(HostTensor mean, HostTensor inverseDeviation, int samples) {
    float[] movedMean = runningMean.read().toFloats();
    float[] movedVariance = runningVariance.read().toFloats();
    double momentum = spec.momentum();
    double unbiased = samples / (samples - 1.0);
    for (int c = 0; c < movedMean.length; c++) {
      double inverse = inverseDeviation.get(c);
      double variance = Math.max(0, 1 / (inverse * inverse) - spec.epsilon()) * unbiased;
      movedMean[c] = (float) ((1 - momentum) * movedMean[c] + momentum * mean.get(c));
      movedVariance[c] = (float) ((1 - momentum) * movedVariance[c] + momentum * variance);
    }
    runningMean.assign(HostTensor.of(runningMean.type().shape(), movedMean));
    runningVariance.assign(HostTensor.of(runningVariance.type().shape(), movedVariance));
  }
}
