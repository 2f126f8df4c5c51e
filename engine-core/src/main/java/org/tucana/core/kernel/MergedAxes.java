package org.tucana.core.kernel;

import java.util.Arrays;

/**
 * The axes of one or more operands of one shape with neighbours merged wherever every operand walks
 * through both at one stride; axes of size 1 vanish. Row-major operands become one axis.
 *
 * @param dims sizes, outermost first
 * @param strides for each operand, one stride an axis
 */
public record MergedAxes(int[] dims, int[][] strides) {

  /** Merges the axes of operands of these sizes. */
  public static MergedAxes of(int[] dims, int[]... strides) {
    int[] d = new int[dims.length];
    int[][] s = new int[strides.length][dims.length];
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      if (rank > 0 && continues(dims[axis], axis, rank - 1, strides, s)) {
        d[rank - 1] *= dims[axis];
      } else {
        d[rank++] = dims[axis];
      }
      for (int k = 0; k < s.length; k++) {
        s[k][rank - 1] = strides[k][axis];
      }
    }
    int axes = rank;
    return new MergedAxes(
        Arrays.copyOf(d, axes),
        Arrays.stream(s).map(row -> Arrays.copyOf(row, axes)).toArray(int[][]::new));
  }

  private static boolean continues(
      int size, int axis, int merged, int[][] strides, int[][] mergedStrides) {
    for (int k = 0; k < strides.length; k++) {
      if (mergedStrides[k][merged] != strides[k][axis] * size) {
        return false;
      }
    }
    return true;
  }

  /** These axes with the longest innermost, for walks whose order does not matter. */
  public MergedAxes longestInside() {
    int last = rank() - 1;
    int longest = last;
    for (int axis = 0; axis < last; axis++) {
      longest = dims[axis] > dims[longest] ? axis : longest;
    }
    if (longest == last) {
      return this;
    }
    int chosen = longest;
    return new MergedAxes(
        swapped(dims, chosen),
        Arrays.stream(strides).map(row -> swapped(row, chosen)).toArray(int[][]::new));
  }

  /** With the given and the last number in each other's place. */
  private static int[] swapped(int[] numbers, int axis) {
    int[] result = numbers.clone();
    int last = numbers.length - 1;
    result[axis] = numbers[last];
    result[last] = numbers[axis];
    return result;
  }

  public int rank() {
    return dims.length;
  }

  /** Size of the innermost axis; 1 where there is none. */
  public int innerSize() {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  /** Stride of an operand along the innermost axis; 1 where there is none. */
  public int innerStride(int operand) {
    return dims.length == 0 ? 1 : strides[operand][dims.length - 1];
  }

  /** Number of positions of all axes but the innermost. */
  public int outerCount() {
    int n = 1;
    for (int axis = 0; axis < dims.length - 1; axis++) {
      n *= dims[axis];
    }
    return n;
  }

  public int elements() {
    return outerCount() * innerSize();
  }

  /** Where an operand's element stands whose outer position is number {@code index}, inner 0. */
  public int outerPlace(int operand, int index) {
    int rest = index;
    int place = 0;
    for (int axis = dims.length - 2; axis >= 0; axis--) {
      place += rest % dims[axis] * strides[operand][axis];
      rest /= dims[axis];
    }
    return place;
  }

  /** Where an operand's element number {@code index} (row-major) stands. */
  public int place(int operand, int index) {
    if (rank() == 1) {
      return index * innerStride(operand);
    }
    int inner = innerSize();
    return outerPlace(operand, index / inner) + index % inner * innerStride(operand);
  }
}
