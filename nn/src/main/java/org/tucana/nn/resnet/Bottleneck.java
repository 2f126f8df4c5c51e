package org.tucana.nn.resnet;

import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/** A narrowing 1x1, a 3x3 with the stride, and a widening 1x1 convolution. */
final class Bottleneck extends ResidualBlock {
  private final Layer conv1;
  private final BatchNorm2dLayer bn1;
  private final Layer conv2;
  private final BatchNorm2dLayer bn2;
  private final Layer conv3;
  private final BatchNorm2dLayer bn3;
  private final ReluLayer relu;
  private final Optional<Shortcut> shortcut;

  Bottleneck(ParameterSpace space, BatchNormSpec norm, Size size) {
    super(space, norm);
    int width = size.width();
    int outChannels = width * ResNetSpec.BlockKind.BOTTLENECK.expansion();
    conv1 = convolution("conv1", ConvSpec.of(size.inChannels(), width, 1));
    bn1 = norm("bn1", width);
    conv2 = convolution("conv2", ConvSpec.of(width, width, 3).stride(size.stride()).padding(1));
    bn2 = norm("bn2", width);
    conv3 = convolution("conv3", ConvSpec.of(width, outChannels, 1));
    bn3 = norm("bn3", outChannels);
    relu = rectifier();
    shortcut = projection(size, outChannels);
  }

  @Override
  Tensor branch(Tensor x, Mode mode) {
    Tensor narrow = relu.forward(bn1.forward(conv1.forward(x), mode));
    Tensor inner = relu.forward(bn2.forward(conv2.forward(narrow), mode));
    return bn3.forward(conv3.forward(inner), mode);
  }

  @Override
  Optional<Shortcut> shortcut() {
    return shortcut;
  }

  @Override
  ReluLayer relu() {
    return relu;
  }
}
