package org.tucana.decomposition.rank;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.IntStream;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * The singular values of a matrix.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param values largest first; all of them, or the largest
 * @param residual the sum of the squares of those that are not kept
 * @param epsilon relative precision of the matrix's elements
 */
public record Spectrum(int rows, int columns, double[] values, double residual, double epsilon) {
  /** Beyond it, time and memory of a decomposition leave all proportion. */
  private static final int MOST_VALUES = 1 << 14;

  public Spectrum {
    if (rows < 1 || columns < 1 || values.length == 0 || values.length > Math.min(rows, columns)) {
      throw new FormatException(
          String.format(
              "spectrum: a matrix [%d,%d] has no %d singular values; give one to %d",
              rows, columns, values.length, Math.min(rows, columns)));
    }
    double above = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (!(value >= 0 && value <= above && Double.isFinite(value))) {
        throw new FormatException(
            "spectrum: singular values are finite, not negative and fall, got "
                + value
                + " after "
                + above
                + "; sort them");
      }
      above = value;
    }
    if (!(residual >= 0 && Double.isFinite(residual))) {
      throw new FormatException(
          "spectrum: a residual is finite and not negative, got " + residual + "; correct it");
    }
  }

  /** All singular values of a matrix whose elements are precise as double is. */
  public static Spectrum of(int rows, int columns, double[] values) {
    return new Spectrum(rows, columns, values, 0, Math.ulp(1.0));
  }

  /**
   * All singular values of a tensor's unfolding along an axis: a matrix with a row for each index
   * of that axis.
   *
   * @throws FormatException where the tensor is empty, of integers, of order 1, or holds NaN,
   *     infinity or zeros alone
   */
  public static Spectrum of(HostTensor tensor, int axis) {
    Shape shape = tensor.shape();
    requireUsable(tensor.type(), axis);
    requireValues(tensor);
    int rows = shape.dim(axis);
    int columns = shape.elements() / rows;
    double[] tall = tallUnfolding(tensor, shape.axis(axis), rows, columns);
    int longer = Math.max(rows, columns);
    int shorter = shorterSide(shape, axis);
    double epsilon = epsilon(tensor.type().dtype());
    double[] values = SingularValues.of(tall, longer, shorter, epsilon);
    return new Spectrum(rows, columns, values, 0, epsilon);
  }

  /**
   * The largest singular value that rounding alone may make: the errors of the elements have at
   * most epsilon times the matrix's Frobenius norm; those of the computation are some M epsilon s_1
   * in double.
   */
  public double resolution() {
    return Math.max(
        epsilon * Math.sqrt(energy()), Math.max(rows, columns) * Math.ulp(1.0) * values[0]);
  }

  private static double epsilon(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Math.ulp(1f);
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case FLOAT64, INT32, INT64, UINT8, BOOL -> Math.ulp(1.0);
    };
  }

  /** The sum of all squares. */
  public double energy() {
    return tail(0);
  }

  /** The sum of all squares but the largest {@code rank}: the least squared error of that rank. */
  public double tail(int rank) {
    double sum = residual;
    for (int i = values.length - 1; i >= rank; i--) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  /** Refuses a type or shape without a rank to find. */
  static void requireUsable(TensorType type, int axis) {
    Shape shape = type.shape();
    if (!EnumSet.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)
        .contains(type.dtype())) {
      throw refuse(type, "floating-point numbers wanted; convert it");
    }
    if (shape.rank() < 2) {
      throw refuse(type, "a matrix or a tensor of more axes wanted; reshape it");
    }
    if (shape.elements() == 0) {
      throw refuse(type, "it is empty; give it elements");
    }
    int shorter = shorterSide(shape, axis);
    if (shorter > MOST_VALUES) {
      throw refuse(
          type,
          "it would have "
              + shorter
              + " singular values, expected at most "
              + MOST_VALUES
              + "; cut it into parts");
    }
  }

  private static void requireValues(HostTensor tensor) {
    boolean zeros = true;
    for (int i = 0; i < tensor.shape().elements(); i++) {
      double value = tensor.get(i);
      if (!Double.isFinite(value)) {
        throw refuse(tensor.type(), "element " + i + " is " + value + "; mend or mask it");
      }
      zeros &= value == 0;
    }
    if (zeros) {
      throw refuse(
          tensor.type(), "all its elements are zero, which has no rank to choose; leave it out");
    }
  }

  private static int shorterSide(Shape shape, int axis) {
    return Math.min(shape.dim(axis), shape.elements() / shape.dim(axis));
  }

  private static FormatException refuse(TensorType type, String why) {
    return new FormatException("rank of " + type + ": " + why);
  }

  /** The unfolding or its transpose, whichever has more rows, row-major. */
  private static double[] tallUnfolding(HostTensor tensor, int axis, int rows, int columns) {
    int inner = tensor.shape().rowMajorStrides()[axis];
    double[] unfolded = new double[rows * columns];
    int rowStep = rows >= columns ? columns : 1;
    int columnStep = rows >= columns ? 1 : rows;
    IntStream.range(0, unfolded.length)
        .forEach(i -> {
          int row = i / inner % rows;
          int column = i / (inner * rows) * inner + i % inner;
          unfolded[row * rowStep + column * columnStep] = tensor.get(i);
        });
    return unfolded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Spectrum that
        && rows == that.rows
        && columns == that.columns
        && residual == that.residual
        && epsilon == that.epsilon
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Spectrum [" + rows + "," + columns + "] " + Arrays.toString(values);
  }
}
