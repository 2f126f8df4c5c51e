package org.tucana.cuda.kernel;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.Reduction;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Convolutions that are products of matrices as they lie: filters of one cell, without stride,
 * padding and groups, over row-major pictures. cuBLAS takes half of cuDNN's time for them.
 */
record ProductConvolution(Matmul matmul, Reduction reduction, Workspace workspace) {
  private static final ConvGeometry UNIT = ConvGeometry.of(1, 0);

  /**
   * Products of as many pictures are added up for the gradient of a weight; with more of them the
   * memory for their products would go beyond what cuDNN works in.
   */
  private static final int MOST_PICTURES = 8;

  /**
   * Whether a convolution of filters [K,C,R,S] is of this kind; dilation is nothing to one cell.
   */
  static boolean fits(ConvGeometry geometry, Operand weight, Operand x, Operand y) {
    return geometry.withDilation(1).equals(UNIT)
        && weight.dim(2) == 1
        && weight.dim(3) == 1
        && weight.isRowMajor()
        && x.isRowMajor()
        && y.isRowMajor();
  }

  /** Whether the gradient of the weight is too: it takes memory for each picture. */
  static boolean fitsWeightGradient(ConvGeometry geometry, Operand x, Operand dy, Operand dw) {
    return fits(geometry, dw, x, dy) && x.dim(0) <= MOST_PICTURES;
  }

  /** y [N,K,H,W] of x [N,C,H,W]. */
  void forward(Operand x, Operand weight, Operand y) {
    multiply(repeated(matrix(weight), x.dim(0)), matrices(x), matrices(y));
  }

  void inputGradient(Operand dy, Operand weight, Operand dx) {
    multiply(repeated(matrix(weight).permute(1, 0), dx.dim(0)), matrices(dy), matrices(dx));
  }

  void weightGradient(Operand x, Operand dy, Operand dw) {
    int pictures = x.dim(0);
    Shape one = Shape.of(1, dw.dim(0), dw.dim(1));
    Operand sum = dw.reshape(one);
    Operand each =
        pictures == 1
            ? sum
            : workspace.scratch(
                new TensorType(Shape.of(pictures, dw.dim(0), dw.dim(1)), dw.dtype()));
    multiply(matrices(dy), matrices(x).permute(0, 2, 1), each);
    if (pictures > 1) {
      reduction.reduce(ReduceFunction.SUM, each, sum);
    }
  }

  private void multiply(Operand a, Operand b, Operand y) {
    matmul.multiply(a, b, Epilogue.none(), y, workspace);
  }

  private static Operand matrix(Operand weight) {
    return weight.reshape(Shape.of(weight.dim(0), weight.dim(1)));
  }

  private static Operand repeated(Operand matrix, int times) {
    return matrix.broadcastTo(Shape.of(times, matrix.dim(0), matrix.dim(1)));
  }

  /** Pictures [N,C,H,W] as [N,C,H*W]. */
  private static Operand matrices(Operand x) {
    return x.reshape(Shape.of(x.dim(0), x.dim(1), x.dim(2) * x.dim(3)));
  }
}
