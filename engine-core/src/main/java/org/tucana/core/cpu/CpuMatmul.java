package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.blocked.LinearProduct;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;

/**
 * Matrix products a [.., M, K] times b [.., K, N] in float32 or float64.
 *
 * <p>Where b is the same for all leading positions and the rows of a are evenly spaced, all
 * positions are one product with more rows.
 */
final class CpuMatmul implements Matmul {
  private final Workers workers;

  CpuMatmul(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void multiply(Operand a, Operand b, Epilogue epilogue, Operand y, Workspace workspace) {
    DType dtype = y.dtype();
    boolean supported = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    if (!supported || a.dtype() != dtype || b.dtype() != dtype) {
      throw new BackendException(
          "matmul: the cpu backend multiplies FLOAT32 by FLOAT32 or FLOAT64 by FLOAT64, got "
              + a
              + " and "
              + b
              + "; cast them");
    }
    if (!y.isRowMajor()) {
      throw new BackendException("matmul: expected a row-major result, got " + y);
    }
    int m = y.dim(-2);
    int n = y.dim(-1);
    int k = a.dim(-1);
    int leading = m * n == 0 ? 0 : y.elements() / (m * n);
    int[] aStarts = starts(a, leading);
    int[] bStarts = starts(b, leading);
    int[] yStarts = starts(y, leading);
    if (leading > 1 && oneProduct(a, aStarts, bStarts, m)) {
      m *= leading;
      aStarts = new int[1];
      bStarts = new int[1];
      yStarts = new int[1];
    }
    if (dtype == DType.FLOAT64) {
      Dgemm.multiply(
          workers,
          new Dgemm.Size(m, n, k),
          doubles(a),
          aStarts,
          doubles(b),
          bStarts,
          HostStorage.doubles(y),
          y.offset(),
          yStarts);
      Dgemm.finish(epilogue, y);
      return;
    }
    Sgemm.multiply(
        workers,
        m,
        n,
        k,
        floats(a),
        aStarts,
        floats(b),
        bStarts,
        new MatrixView(HostStorage.floats(y), y.offset(), n, 1),
        yStarts,
        Epilogues.overColumns(epilogue, y, workspace));
  }

  /**
   * x [N, I] times the transposed weight [O, I] of a linear layer, which was packed before.
   *
   * @param epilogue bias over O and ReLU; a residual is refused
   * @param y [N, O], row-major
   */
  void linear(Operand x, LinearProduct weight, Epilogue epilogue, Operand y, Workspace workspace) {
    if (epilogue.residual().isPresent()) {
      throw new BackendException(
          "linear: no residual wanted with packed weights, got one; multiply by the weight itself");
    }
    Operand rows = Epilogues.dense(x, workspace);
    Optional<Operand> bias = epilogue.bias().map(b -> Epilogues.dense(b, workspace));
    weight.run(
        workers,
        HostStorage.floats(rows),
        rows.offset(),
        rows.dim(0),
        bias.map(HostStorage::floats).orElse(null),
        bias.map(Operand::offset).orElse(0),
        epilogue.relu(),
        HostStorage.floats(y),
        y.offset());
  }

  private static MatrixView floats(Operand operand) {
    return new MatrixView(
        HostStorage.floats(operand), operand.offset(), operand.stride(-2), operand.stride(-1));
  }

  private static Dgemm.View doubles(Operand operand) {
    return new Dgemm.View(
        HostStorage.doubles(operand), operand.offset(), operand.stride(-2), operand.stride(-1));
  }

  /** Whether b never moves and a continues, from one leading position to the next, its rows. */
  private static boolean oneProduct(Operand a, int[] aStarts, int[] bStarts, int m) {
    for (int i = 0; i < aStarts.length; i++) {
      if (bStarts[i] != 0 || aStarts[i] != i * m * a.stride(-2)) {
        return false;
      }
    }
    return true;
  }

  /** Returns where the matrices of the leading positions begin, counted from the first one. */
  private static int[] starts(Operand operand, int count) {
    int[] starts = new int[count];
    int axes = operand.shape().rank() - 2;
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int axis = axes - 1; axis >= 0; axis--) {
        starts[i] += rest % operand.dim(axis) * operand.stride(axis);
        rest /= operand.dim(axis);
      }
    }
    return starts;
  }
}
