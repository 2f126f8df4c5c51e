package org.tucana.nn.resnet;

import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Poolings;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** What a block's input goes through, around the branch, where the branch changes its shape. */
sealed interface Shortcut {
  /** x [N,Cin,H,W] to the shape of the branch. */
  Tensor forward(Tensor x, Mode mode);

  /** A 1x1 convolution and its normalisation, torchvision's {@code downsample}. */
  final class Projection extends NetworkModule implements Shortcut {
    private final Layer convolution;
    private final BatchNorm2dLayer norm;

    Projection(
        ParameterSpace space, BatchNormSpec normSpec, ResidualBlock.Size size, int outChannels) {
      super(space);
      convolution =
          child(
              Layers.conv2d(
                  space.child("0"),
                  ConvSpec.of(size.inChannels(), outChannels, 1)
                      .stride(size.stride())
                      .withoutBias()
                      .initializer(Initializer.kaimingNormalFanOut())));
      norm = child(new BatchNorm2dLayer(space.child("1"), outChannels, normSpec));
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
      try (var _ = enter(x.session())) {
        return norm.forward(convolution.forward(x), mode);
      }
    }
  }

  /**
   * Every so many rows and columns, and channels of zeros before and after (option A of the paper).
   *
   * @param stride of rows and columns
   * @param before channels of zeros before those of the input
   * @param after channels of zeros after them
   */
  record Padding(int stride, int before, int after) implements Shortcut {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
      // The largest of a single value is that value.
      Tensor thinned = Poolings.maxPool2d(x, new PoolGeometry(1, stride, 0));
      return Joining.pad(thinned, new int[] {0, before, 0, 0}, new int[] {0, after, 0, 0});
    }
  }
}
