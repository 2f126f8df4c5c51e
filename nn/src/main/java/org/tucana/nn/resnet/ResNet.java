package org.tucana.nn.resnet;

import org.tucana.core.Tensor;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.GlobalAveragePoolLayer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** ResNet-18 to 152; names and order as in torchvision. */
public final class ResNet extends ResidualClassifier {
  private final ResNetBody body;
  private final GlobalAveragePoolLayer averagePool;
  private final Layer fc;

  public ResNet(ParameterSpace space, ResNetSpec spec, int classes) {
    super(space, classes);
    body = child(new ResNetBody(space, spec));
    averagePool = child(new GlobalAveragePoolLayer(space.child("avgpool")));
    fc = child(Layers.linear(space.child("fc"), spec.stageChannels(3), classes));
  }

  public ResNetBody body() {
    return body;
  }

  @Override
  public NetworkModule head() {
    return fc;
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    return classify(body.forward(x, mode));
  }

  /** Logits [N,classes] from the body's features. */
  public Tensor classify(ResNetBody.Features features) {
    Tensor c5 = features.c5();
    try (var _ = enter(c5.session())) {
      return fc.forward(averagePool.forward(c5));
    }
  }
}
