package org.tucana.core.reference;

import java.util.Arrays;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BFloat16;
import org.tucana.core.type.DType;

/**
 * The elements of an operand as doubles, whatever their type and strides. {@link #get} and {@link
 * #set} count them in row-major order; {@link #at} and {@link #put} take one index an axis. Storing
 * rounds once: floats to nearest, integers towards zero and to the nearest end of their range.
 */
final class Cells {
  private final Object array;
  private final DType dtype;
  private final int[] dims;
  private final int[] strides;
  private final int offset;
  private final int size;
  private final boolean rowMajor;

  private Cells(Operand operand) {
    array = HostStorage.of(operand).array();
    dtype = operand.dtype();
    dims = operand.shape().dims();
    strides = operand.strides();
    offset = operand.offset();
    size = operand.elements();
    rowMajor = operand.isRowMajor();
  }

  static Cells of(Operand operand) {
    return new Cells(operand);
  }

  /** Matrix {@code batch}, counted row-major over the leading axes, of [.., m, n]. */
  static Cells matrix(Operand operand, int batch) {
    Operand rest = operand;
    int left = batch;
    for (int axis = operand.shape().rank() - 3; axis >= 0; axis--) {
      int index = left % operand.dim(axis);
      left /= operand.dim(axis);
      rest = rest.slice(axis, index, index + 1);
    }
    return new Cells(rest).lastTwoAxes();
  }

  private Cells lastTwoAxes() {
    return new Cells(this, Arrays.copyOfRange(dims, dims.length - 2, dims.length), dims.length - 2);
  }

  private Cells(Cells whole, int[] dims, int dropped) {
    array = whole.array;
    dtype = whole.dtype;
    this.dims = dims;
    strides = Arrays.copyOfRange(whole.strides, dropped, whole.strides.length);
    offset = whole.offset;
    size = dims[0] * dims[1];
    rowMajor = false;
  }

  int size() {
    return size;
  }

  int dim(int axis) {
    return dims[axis];
  }

  /** Element i in row-major order. */
  double get(int i) {
    return load(place(i));
  }

  void set(int i, double value) {
    store(place(i), value);
  }

  /** Stores all elements, given in row-major order. */
  void setAll(double[] values) {
    for (int i = 0; i < size; i++) {
      set(i, values[i]);
    }
  }

  /** Element i of an INT32 operand. */
  int index(int i) {
    return ((int[]) array)[place(i)];
  }

  /** Copies element {@code from} of cells of the same type; exact for 64-bit integers too. */
  void move(int to, Cells source, int from) {
    System.arraycopy(source.array, source.place(from), array, place(to), 1);
  }

  boolean sameTypeAs(Cells other) {
    return dtype == other.dtype;
  }

  double at(int row, int column) {
    return load(offset + row * strides[0] + column * strides[1]);
  }

  double at(int n, int c, int y, int x) {
    return load(offset + n * strides[0] + c * strides[1] + y * strides[2] + x * strides[3]);
  }

  void put(double value, int row, int column) {
    store(offset + row * strides[0] + column * strides[1], value);
  }

  void put(double value, int n, int c, int y, int x) {
    store(offset + n * strides[0] + c * strides[1] + y * strides[2] + x * strides[3], value);
  }

  private int place(int i) {
    if (rowMajor) {
      return offset + i;
    }
    int place = offset;
    int left = i;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      place += left % dims[axis] * strides[axis];
      left /= dims[axis];
    }
    return place;
  }

  private double load(int place) {
    return switch (dtype) {
      case FLOAT32 -> ((float[]) array)[place];
      case FLOAT64 -> ((double[]) array)[place];
      case INT32 -> ((int[]) array)[place];
      case INT64 -> ((long[]) array)[place];
      case UINT8, BOOL -> ((byte[]) array)[place] & 0xFF;
      case FLOAT16 -> Float.float16ToFloat(((short[]) array)[place]);
      case BFLOAT16 -> BFloat16.toFloat(((short[]) array)[place]);
    };
  }

  private void store(int place, double value) {
    switch (dtype) {
      case FLOAT32 -> ((float[]) array)[place] = (float) value;
      case FLOAT64 -> ((double[]) array)[place] = value;
      case INT32 -> ((int[]) array)[place] = (int) value;
      case INT64 -> ((long[]) array)[place] = (long) value;
      case UINT8 -> ((byte[]) array)[place] = (byte) Math.clamp((long) value, 0, 255);
      case BOOL -> ((byte[]) array)[place] = (byte) (value != 0 ? 1 : 0);
      case FLOAT16 -> ((short[]) array)[place] = Float.floatToFloat16((float) value);
      case BFLOAT16 -> ((short[]) array)[place] = BFloat16.fromFloat((float) value);
    }
  }
}
