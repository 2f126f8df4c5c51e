package org.tucana.nn.resnet;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.GlobalAveragePoolLayer;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/**
 * A residual network that classifies small pictures: a 3x3 stem, three stages at strides 1, 2 and
 * 4, and {@code linear}; names as in the public CIFAR-10 weights.
 */
public final class CifarResNet extends ResidualClassifier {
  private final Layer conv1;
  private final BatchNorm2dLayer bn1;
  private final ReluLayer relu;
  private final List<ResidualStage> stages;
  private final GlobalAveragePoolLayer averagePool;
  private final Layer linear;

  public CifarResNet(ParameterSpace space, CifarResNetSpec spec, int classes) {
    super(space, classes);
    int stem = spec.stageWidth(0);
    conv1 =
        child(
            Layers.conv2d(
                space.child("conv1"),
                ConvSpec.of(spec.inChannels(), stem, 3)
                    .padding(1)
                    .withoutBias()
                    .initializer(Initializer.kaimingNormalFanOut())));
    bn1 = child(new BatchNorm2dLayer(space.child("bn1"), stem, spec.norm()));
    relu = child(new ReluLayer(space.child("relu")));
    List<ResidualStage> made = new ArrayList<>();
    for (int s = 0; s < CifarResNetSpec.STAGES; s++) {
      int inChannels = s == 0 ? stem : spec.stageWidth(s - 1);
      ResidualBlock.Size first =
          new ResidualBlock.Size(inChannels, spec.stageWidth(s), s == 0 ? 1 : 2);
      made.add(
          child(
              new ResidualStage(
                  space.child("layer" + (s + 1)),
                  spec.blocks(),
                  first,
                  first.width(),
                  (child, size) -> BasicBlock.padded(child, spec.norm(), size))));
    }
    stages = List.copyOf(made);
    averagePool = child(new GlobalAveragePoolLayer(space.child("avgpool")));
    linear =
        child(
            Layers.linear(
                space.child("linear"), spec.stageWidth(CifarResNetSpec.STAGES - 1), classes));
  }

  @Override
  public NetworkModule head() {
    return linear;
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    try (var _ = enter(x.session())) {
      Tensor y = relu.forward(bn1.forward(conv1.forward(x), mode));
      for (ResidualStage stage : stages) {
        y = stage.forward(y, mode);
      }
      return linear.forward(averagePool.forward(y));
    }
  }
}
