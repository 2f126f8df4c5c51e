package org.tucana.nn.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.MaxPool2dLayer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/** A residual network without its classifier: {@code conv1}, {@code bn1}, {@code layer1..4}. */
public final class ResNetBody extends NetworkModule {
  private final ResNetSpec spec;
  private final Layer conv1;
  private final BatchNorm2dLayer bn1;
  private final ReluLayer relu;
  private final MaxPool2dLayer maxPool;
  private final List<ResidualStage> stages;

  public ResNetBody(ParameterSpace space, ResNetSpec spec) {
    this(space, spec, ResNetSpec.STAGES);
  }

  /** The body up to a stage: the first {@code depth} of the four, for features alone. */
  public ResNetBody(ParameterSpace space, ResNetSpec spec, int depth) {
    super(space);
    Objects.checkIndex(depth - 1, ResNetSpec.STAGES);
    this.spec = spec;
    int stem = spec.stageWidth(0);
    conv1 =
        child(
            Layers.conv2d(
                space.child("conv1"),
                ConvSpec.of(spec.inChannels(), stem, 7)
                    .stride(2)
                    .padding(3)
                    .withoutBias()
                    .initializer(Initializer.kaimingNormalFanOut())));
    bn1 = child(new BatchNorm2dLayer(space.child("bn1"), stem, spec.norm()));
    relu = child(new ReluLayer(space.child("relu")));
    maxPool = child(new MaxPool2dLayer(space.child("maxpool"), new PoolGeometry(3, 2, 1)));
    List<ResidualStage> made = new ArrayList<>(depth);
    for (int s = 0; s < depth; s++) {
      int inChannels = s == 0 ? stem : spec.stageChannels(s - 1);
      made.add(
          child(
              new ResidualStage(
                  space.child("layer" + (s + 1)),
                  spec.depths().get(s),
                  new ResidualBlock.Size(inChannels, spec.stageWidth(s), s == 0 ? 1 : 2),
                  spec.stageChannels(s),
                  (child, size) -> ResidualBlock.of(child, spec, size))));
    }
    stages = List.copyOf(made);
  }

  public ResNetSpec spec() {
    return spec;
  }

  /**
   * x [N,C,H,W] to the outputs of the four stages.
   *
   * @throws IllegalStateException where the body ends before the fourth
   */
  public Features forward(Tensor x, Mode mode) {
    if (stages.size() < ResNetSpec.STAGES) {
      throw new IllegalStateException(
          "resnet body: it ends with stage " + stages.size() + "; ask for its outputs instead");
    }
    List<Tensor> c = outputs(x, mode);
    return new Features(c.get(0), c.get(1), c.get(2), c.get(3));
  }

  /** x [N,C,H,W] to the outputs of the stages that there are, at strides 4, 8 and so on. */
  public List<Tensor> outputs(Tensor x, Mode mode) {
    try (var _ = enter(x.session())) {
      Tensor y = maxPool.forward(relu.forward(bn1.forward(conv1.forward(x), mode)));
      List<Tensor> outputs = new ArrayList<>(stages.size());
      for (ResidualStage stage : stages) {
        y = stage.forward(y, mode);
        outputs.add(y);
      }
      return List.copyOf(outputs);
    }
  }

  /** Outputs of the stages, at strides 4, 8, 16 and 32. */
  public record Features(Tensor c2, Tensor c3, Tensor c4, Tensor c5) {
    public List<Tensor> list() {
      return List.of(c2, c3, c4, c5);
    }
  }
}
