package org.tucana.cuda.kernel;

import java.util.Arrays;
import java.util.Optional;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Workspace;
import org.tucana.cuda.binding.MatrixProduct;
import org.tucana.cuda.binding.MatrixProduct.Matrix;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Matrix products by cuBLAS. It stores matrices column by column, so that a row-major matrix is to
 * it the transpose, and y = a b is computed as y^T = b^T a^T. Leading axes that walk evenly through
 * all operands go in one call; the others are a loop.
 */
final class CudaMatmul implements Matmul {
  private final Device device;
  private final Pointwise pointwise;
  private final OutputFinish finish;

  CudaMatmul(Device device, Pointwise pointwise) {
    this.device = device;
    this.pointwise = pointwise;
    finish = new OutputFinish(device.launcher());
  }

  @Override
  public void multiply(Operand a, Operand b, Epilogue epilogue, Operand y, Workspace workspace) {
    KernelChecks.sameType("matmul", a, b);
    KernelChecks.sameType("matmul", a, y);
    Precision precision = Precision.of("matmul", y.dtype(), workspace.numerics());
    if (y.elements() == 0) {
      return;
    }
    if (a.dim(-1) == 0) {
      pointwise.fill(0, y);
    } else {
      multiply(precision, readable(a, workspace), readable(b, workspace), y);
    }
    Epilogue given =
        new Epilogue(
            epilogue.bias().map(o -> Copies.rowMajor(pointwise, o, workspace)),
            epilogue.residual().map(o -> Copies.rowMajor(pointwise, o, workspace)),
            epilogue.relu());
    finish.apply(given, y.dim(-1), 1, y);
  }

  private void multiply(Precision precision, Operand a, Operand b, Operand y) {
    MergedAxes batches =
        MergedAxes.of(
            leading(y.shape().dims()),
            leading(a.strides()),
            leading(b.strides()),
            leading(y.strides()));
    for (int outer = 0; outer < batches.outerCount(); outer++) {
      device
          .blas()
          .multiply(
              precision,
              new MatrixProduct(
                  y.dim(-1),
                  y.dim(-2),
                  a.dim(-1),
                  batches.innerSize(),
                  matrix(b, batches, 1, outer),
                  matrix(a, batches, 0, outer),
                  matrix(y, batches, 2, outer)));
    }
  }

  private static int[] leading(int... axes) {
    return Arrays.copyOf(axes, axes.length - 2);
  }

  private static Matrix matrix(Operand x, MergedAxes batches, int operand, int outer) {
    Stored stored = Stored.of(x).orElseThrow();
    long address =
        DeviceStorage.address(x) + (long) batches.outerPlace(operand, outer) * x.dtype().bytes();
    return new Matrix(address, stored.leading(), stored.transposed(), batches.innerStride(operand));
  }

  /** Where cuBLAS cannot read the matrices in place, a row-major copy; repeated ones once. */
  private Operand readable(Operand x, Workspace workspace) {
    if (Stored.of(x).isPresent()) {
      return x;
    }
    Operand once = x;
    for (int axis = 0; axis < x.shape().rank() - 2; axis++) {
      if (x.stride(axis) == 0) {
        once = once.slice(axis, 0, 1);
      }
    }
    return Copies.rowMajor(pointwise, once, workspace).broadcastTo(x.shape());
  }

  /**
   * How cuBLAS reads the transpose of a matrix [rows,columns].
   *
   * @param leading elements between the matrix's rows, or its columns where transposed
   * @param transposed whether elements of one column are neighbours
   */
  private record Stored(int leading, boolean transposed) {
    /** Empty where no axis has neighbours in memory, or rows overlap. */
    static Optional<Stored> of(Operand x) {
      int rows = x.dim(-2);
      int columns = x.dim(-1);
      // An axis with one entry has no stride that matters.
      int rowStride = rows == 1 ? Math.max(columns, 1) : x.stride(-2);
      int columnStride = columns == 1 ? 1 : x.stride(-1);
      if (columnStride == 1 && rowStride >= columns) {
        return Optional.of(new Stored(rowStride, false));
      }
      boolean columnsOfNeighbours = rows == 1 || x.stride(-2) == 1;
      return columnsOfNeighbours && columnStride >= rows
          ? Optional.of(new Stored(columnStride, true))
          : Optional.empty();
    }
  }
}
