package org.tucana.nn.resnet;

import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/** y = relu(branch(x) + shortcut(x)); there is a shortcut where the branch changes the shape. */
abstract sealed class ResidualBlock extends NetworkModule permits BasicBlock, Bottleneck {
  /**
   * Sizes of a block.
   *
   * @param inChannels channels of its input
   * @param width inner channels
   * @param stride of the convolution that shrinks
   */
  record Size(int inChannels, int width, int stride) {}

  private final ParameterSpace space;
  private final BatchNormSpec norm;

  ResidualBlock(ParameterSpace space, BatchNormSpec norm) {
    super(space);
    this.space = space;
    this.norm = norm;
  }

  static ResidualBlock of(ParameterSpace space, ResNetSpec spec, Size size) {
    return switch (spec.block()) {
      case BASIC -> BasicBlock.projected(space, spec.norm(), size);
      case BOTTLENECK -> new Bottleneck(space, spec.norm(), size);
    };
  }

  /** x [N,Cin,H,W] to [N,width*expansion,H/stride,W/stride]. */
  final Tensor forward(Tensor x, Mode mode) {
    try (var _ = enter(x.session())) {
      Tensor branch = branch(x, mode);
      Tensor shortcut = shortcut().map(s -> s.forward(x, mode)).orElse(x);
      return relu().forward(Arithmetic.add(branch, shortcut));
    }
  }

  abstract Tensor branch(Tensor x, Mode mode);

  abstract Optional<Shortcut> shortcut();

  /** One rectifier for the whole block, as torchvision has it. */
  abstract ReluLayer relu();

  final Layer convolution(String name, ConvSpec spec) {
    return child(
        Layers.conv2d(
            space.child(name), spec.withoutBias().initializer(Initializer.kaimingNormalFanOut())));
  }

  final BatchNorm2dLayer norm(String name, int channels) {
    return child(new BatchNorm2dLayer(space.child(name), channels, norm));
  }

  final ReluLayer rectifier() {
    return child(new ReluLayer(space.child("relu")));
  }

  /** None where the branch keeps the shape. */
  final Optional<Shortcut> projection(Size size, int outChannels) {
    return size.stride() == 1 && size.inChannels() == outChannels
        ? Optional.empty()
        : Optional.of(
            child(new Shortcut.Projection(space.child("downsample"), norm, size, outChannels)));
  }
}
