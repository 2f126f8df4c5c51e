package org.tucana.nn.resnet;

import java.util.List;
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
    int first = innerChannels("conv1", List.of("bn1"), List.of("conv2"), width);
    int second = innerChannels("conv2", List.of("bn2"), List.of("conv3"), width);
    conv1 = convolution("conv1", ConvSpec.of(size.inChannels(), first, 1));
    bn1 = norm("bn1", first);
    conv2 = convolution("conv2", ConvSpec.of(first, second, 3).stride(size.stride()).padding(1));
    bn2 = norm("bn2", second);
    conv3 = convolution("conv3", ConvSpec.of(second, outChannels, 1));
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
