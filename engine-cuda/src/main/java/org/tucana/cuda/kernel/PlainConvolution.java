package org.tucana.cuda.kernel;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Convolution;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * A convolution that cuDNN has no deterministic algorithm for, rewritten as one that it has: the
 * padding is written into the picture and the gaps of a dilated kernel into the weight, as zeros.
 *
 * <p>A kernel of R rows at a distance of d becomes one of R * d rows, each d-th of them in use; the
 * d - 1 rows behind the last are made up for by as many rows of padding.
 */
final class PlainConvolution {
  private final Convolution convolution;
  private final Pointwise pointwise;
  private final ConvGeometry geometry;
  private final ConvGeometry plain;
  private final Workspace workspace;

  /**
   * @param convolution what computes the convolution as rewritten
   * @param geometry of the convolution wanted
   * @throws BackendException where the convolution is plain already
   */
  PlainConvolution(
      Convolution convolution, Pointwise pointwise, ConvGeometry geometry, Workspace workspace) {
    this.convolution = convolution;
    this.pointwise = pointwise;
    this.geometry = geometry;
    this.workspace = workspace;
    plain = new ConvGeometry(geometry.strideY(), geometry.strideX(), 0, 0, 1, 1, geometry.groups());
  }

  void forward(Operand x, Operand weight, Epilogue epilogue, Operand y) {
    refuseIfPlain(x, y);
    Operand result = y.isRowMajor() ? y : workspace.scratch(y.type());
    convolution.forward(plain, padded(x), spread(weight), epilogue, result, workspace);
    if (!y.isRowMajor()) {
      pointwise.copy(result, y);
    }
  }

  void inputGradient(Operand dy, Operand weight, Operand dx) {
    refuseIfPlain(dx, dy);
    Operand gradient = workspace.scratch(paddedType(dx));
    Operand from = Copies.rowMajor(pointwise, dy, workspace);
    convolution.inputGradient(plain, from, spread(weight), gradient, workspace);
    pointwise.copy(inside(gradient, dx), dx);
  }

  void weightGradient(Operand x, Operand dy, Operand dw) {
    refuseIfPlain(x, dy);
    Operand gradient = workspace.scratch(spreadType(dw));
    Operand from = Copies.rowMajor(pointwise, dy, workspace);
    convolution.weightGradient(plain, padded(x), from, gradient, workspace);
    pointwise.copy(used(gradient, dw), withSteps(dw));
  }

  private void refuseIfPlain(Operand x, Operand y) {
    if (geometry.equals(plain) && x.isRowMajor() && y.isRowMajor()) {
      throw new BackendException(
          "conv2d: cuDNN has no deterministic algorithm for pictures "
              + x.type()
              + " and results "
              + y.type()
              + " with "
              + geometry
              + "; use the cpu backend for it");
    }
  }

  private Operand padded(Operand x) {
    Operand padded = workspace.scratch(paddedType(x));
    pointwise.fill(0, padded);
    pointwise.copy(x, inside(padded, x));
    return padded;
  }

  private TensorType paddedType(Operand x) {
    return x.type()
        .withShape(
            Shape.of(
                x.dim(0),
                x.dim(1),
                x.dim(2) + 2 * geometry.padY() + geometry.dilationY() - 1,
                x.dim(3) + 2 * geometry.padX() + geometry.dilationX() - 1));
  }

  private Operand inside(Operand padded, Operand x) {
    return padded
        .slice(2, geometry.padY(), geometry.padY() + x.dim(2))
        .slice(3, geometry.padX(), geometry.padX() + x.dim(3));
  }

  private Operand spread(Operand weight) {
    Operand spread = workspace.scratch(spreadType(weight));
    pointwise.fill(0, spread);
    pointwise.copy(withSteps(Copies.rowMajor(pointwise, weight, workspace)), used(spread, weight));
    return spread;
  }

  private TensorType spreadType(Operand weight) {
    return weight
        .type()
        .withShape(
            Shape.of(
                weight.dim(0),
                weight.dim(1),
                weight.dim(2) * geometry.dilationY(),
                weight.dim(3) * geometry.dilationX()));
  }

  /** The cells of a spread weight that are in use, as [K,C/G,R,1,S,1]. */
  private Operand used(Operand spread, Operand weight) {
    Shape steps =
        Shape.of(
            weight.dim(0),
            weight.dim(1),
            weight.dim(2),
            geometry.dilationY(),
            weight.dim(3),
            geometry.dilationX());
    return spread.reshape(steps).slice(3, 0, 1).slice(5, 0, 1);
  }

  /** A row-major weight [K,C/G,R,S] as [K,C/G,R,1,S,1]. */
  private static Operand withSteps(Operand weight) {
    return weight.reshape(
        Shape.of(weight.dim(0), weight.dim(1), weight.dim(2), 1, weight.dim(3), 1));
  }
}
