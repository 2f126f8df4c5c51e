package org.tucana.nn.resnet;

import org.tucana.core.Tensor;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.GlobalAveragePoolLayer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** A residual network that classifies pictures; names and order as in torchvision. */
public final class ResNet extends NetworkModule {
  private final ResNetBody body;
  private final GlobalAveragePoolLayer averagePool;
  private final Layer fc;
  private final int classes;

  public ResNet(ParameterSpace space, ResNetSpec spec, int classes) {
    super(space);
    this.classes = classes;
    body = child(new ResNetBody(space, spec));
    averagePool = child(new GlobalAveragePoolLayer(space.child("avgpool")));
    fc = child(Layers.linear(space.child("fc"), spec.stageChannels(3), classes));
  }

  public ResNetBody body() {
    return body;
  }

  public int classes() {
    return classes;
  }

  /** x [N,C,H,W] to logits [N,classes]. */
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
