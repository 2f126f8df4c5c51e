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

/** Two 3x3 convolutions, the first of them with the stride. */
final class BasicBlock extends ResidualBlock {
  private final Layer conv1;
  private final BatchNorm2dLayer bn1;
  private final ReluLayer relu;
  private final Layer conv2;
  private final BatchNorm2dLayer bn2;
  private final Optional<Shortcut> shortcut;

  private BasicBlock(ParameterSpace space, BatchNormSpec norm, Size size, boolean padded) {
    super(space, norm);
    int width = size.width();
    int inner = innerChannels("conv1", List.of("bn1"), List.of("conv2"), width);
    conv1 =
        convolution(
            "conv1", ConvSpec.of(size.inChannels(), inner, 3).stride(size.stride()).padding(1));
    bn1 = norm("bn1", inner);
    relu = rectifier();
    conv2 = convolution("conv2", ConvSpec.of(inner, width, 3).padding(1));
    bn2 = norm("bn2", width);
    shortcut = padded ? padding(size) : projection(size, width);
  }

  /** With torchvision's shortcut. */
  static BasicBlock projected(ParameterSpace space, BatchNormSpec norm, Size size) {
    return new BasicBlock(space, norm, size, false);
  }

  /** With a shortcut without parameters. */
  static BasicBlock padded(ParameterSpace space, BatchNormSpec norm, Size size) {
    return new BasicBlock(space, norm, size, true);
  }

  private static Optional<Shortcut> padding(Size size) {
    int added = size.width() - size.inChannels();
    return size.stride() == 1 && added == 0
        ? Optional.empty()
        : Optional.of(new Shortcut.Padding(size.stride(), added / 2, added - added / 2));
  }

  @Override
  Tensor branch(Tensor x, Mode mode) {
    Tensor inner = relu.forward(bn1.forward(conv1.forward(x), mode));
    return bn2.forward(conv2.forward(inner), mode);
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
