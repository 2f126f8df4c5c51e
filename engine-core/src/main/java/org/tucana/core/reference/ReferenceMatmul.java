package org.tucana.core.reference;

import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;

/** Matrix products: a [.., M, K] times b [.., K, N] is y [.., M, N]. */
final class ReferenceMatmul implements Matmul {
  @Override
  public void multiply(Operand a, Operand b, Epilogue epilogue, Operand y, Workspace workspace) {
    int rows = y.dim(-2);
    int columns = y.dim(-1);
    int length = a.dim(-1);
    Cells to = Cells.of(y);
    Finish finish = new Finish(epilogue);
    for (int batch = 0; batch * rows * columns < to.size(); batch++) {
      Cells left = Cells.matrix(a, batch);
      Cells right = Cells.matrix(b, batch);
      for (int m = 0; m < rows; m++) {
        for (int n = 0; n < columns; n++) {
          double sum = 0;
          for (int k = 0; k < length; k++) {
            sum += left.at(m, k) * right.at(k, n);
          }
          int element = (batch * rows + m) * columns + n;
          to.set(element, finish.of(sum, n, element));
        }
      }
    }
  }
}
