package org.tucana.nn.module;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Shape;

/**
 * What a convolution layer is.
 *
 * @param inChannels channels of its input
 * @param outChannels channels of its output
 * @param kernelRows rows of its kernel
 * @param kernelColumns columns of its kernel
 * @param geometry stride, padding, dilation and groups
 * @param bias whether it adds a bias
 * @param initializer first values of its weight
 */
public record ConvSpec(
    int inChannels,
    int outChannels,
    int kernelRows,
    int kernelColumns,
    ConvGeometry geometry,
    boolean bias,
    Initializer initializer) {
  public ConvSpec {
    if (inChannels < 1 || outChannels < 1 || kernelRows < 1 || kernelColumns < 1) {
      throw new IllegalArgumentException(
          "convolution layer: channels and kernel must be at least 1, got "
              + inChannels
              + " to "
              + outChannels
              + ", "
              + kernelRows
              + "x"
              + kernelColumns);
    }
    if (inChannels % geometry.groups() != 0 || outChannels % geometry.groups() != 0) {
      throw new IllegalArgumentException(
          "convolution layer: "
              + geometry.groups()
              + " groups do not divide "
              + inChannels
              + " and "
              + outChannels
              + " channels");
    }
  }

  /** A square kernel, stride 1, no padding, with bias, torch's default first values. */
  public static ConvSpec of(int inChannels, int outChannels, int kernel) {
    return new ConvSpec(
        inChannels,
        outChannels,
        kernel,
        kernel,
        ConvGeometry.of(1, 0),
        true,
        Initializer.standard());
  }

  public ConvSpec stride(int stride) {
    ConvGeometry g = geometry;
    return with(
        new ConvGeometry(
            stride, stride, g.padY(), g.padX(), g.dilationY(), g.dilationX(), g.groups()));
  }

  public ConvSpec padding(int padding) {
    ConvGeometry g = geometry;
    return with(
        new ConvGeometry(
            g.strideY(), g.strideX(), padding, padding, g.dilationY(), g.dilationX(), g.groups()));
  }

  public ConvSpec with(ConvGeometry other) {
    return new ConvSpec(
        inChannels, outChannels, kernelRows, kernelColumns, other, bias, initializer);
  }

  public ConvSpec withoutBias() {
    return new ConvSpec(
        inChannels, outChannels, kernelRows, kernelColumns, geometry, false, initializer);
  }

  public ConvSpec initializer(Initializer other) {
    return new ConvSpec(inChannels, outChannels, kernelRows, kernelColumns, geometry, bias, other);
  }

  /** [Cout, Cin/groups, R, S]. */
  Shape weightShape() {
    return Shape.of(outChannels, inChannels / geometry.groups(), kernelRows, kernelColumns);
  }

  /** [Cin, Cout/groups, R, S]. */
  Shape transposedWeightShape() {
    return Shape.of(inChannels, outChannels / geometry.groups(), kernelRows, kernelColumns);
  }
}
