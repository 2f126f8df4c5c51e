package org.tucana.cuda.binding;

/**
 * Products c = a b of matrices in column-major order, c [rows,columns] and a [rows,depth], all
 * sizes at least 1; {@code count} of them at equal distances.
 */
public record MatrixProduct(
    int rows, int columns, int depth, int count, Matrix a, Matrix b, Matrix c) {

  /**
   * A matrix in device memory.
   *
   * @param address of the first element of the first matrix
   * @param leading elements from one column to the next, as stored
   * @param transposed whether what is stored is the transpose
   * @param step elements from one matrix to the next; 0 repeats it
   */
  public record Matrix(long address, int leading, boolean transposed, long step) {}
}
