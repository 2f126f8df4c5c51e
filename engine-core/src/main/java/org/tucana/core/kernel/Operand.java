package org.tucana.core.kernel;

import java.util.Arrays;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * All that a kernel sees of a tensor: its type and where its elements lie in a storage. Element (i,
 * j, ...) is at {@code offset + i * strides[0] + j * strides[1] + ...}; a stride of 0 repeats.
 */
public final class Operand {
  private final TensorType type;
  private final int[] strides;
  private final int offset;
  private final Storage storage;

  private Operand(TensorType type, int[] strides, int offset, Storage storage) {
    this.type = type;
    this.strides = strides;
    this.offset = offset;
    this.storage = storage;
  }

  /** The row-major operand that fills a storage from its start. */
  public static Operand rowMajor(TensorType type, Storage storage) {
    return new Operand(type, type.shape().rowMajorStrides(), 0, storage);
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public DType dtype() {
    return type.dtype();
  }

  public int dim(int axis) {
    return type.shape().dim(axis);
  }

  public int elements() {
    return type.shape().elements();
  }

  public int stride(int axis) {
    return strides[type.shape().axis(axis)];
  }

  public int[] strides() {
    return strides.clone();
  }

  public int offset() {
    return offset;
  }

  public Storage storage() {
    return storage;
  }

  /** True where the elements lie row-major without gaps (from {@link #offset} on). */
  public boolean isRowMajor() {
    int step = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int d = type.shape().dim(i);
      if (d == 0) {
        return true;
      }
      if (d != 1 && strides[i] != step) {
        return false;
      }
      step *= d;
    }
    return true;
  }

  /** The same elements, repeated along axes of size 1 (and new leading axes) to fill a shape. */
  public Operand broadcastTo(Shape target) {
    int[] s = new int[target.rank()];
    int lead = target.rank() - strides.length;
    for (int i = 0; i < strides.length; i++) {
      int have = type.shape().dim(i);
      int want = target.dim(i + lead);
      if (have != want && have != 1) {
        throw new ShapeException("broadcast: " + shape() + " does not extend to " + target);
      }
      s[i + lead] = have == want ? strides[i] : 0;
    }
    return new Operand(type.withShape(target), s, offset, storage);
  }

  /** Elements from..to-1 of one axis. */
  public Operand slice(int axis, int from, int to) {
    int a = type.shape().axis(axis);
    if (from < 0 || to < from || to > type.shape().dim(a)) {
      throw new ShapeException(
          "slice: " + from + ".." + to + " is outside axis " + a + " of " + shape());
    }
    return new Operand(
        type.withShape(type.shape().with(a, to - from)),
        strides,
        offset + from * strides[a],
        storage);
  }

  /** Axes in another order: axis i of the result is axis {@code order[i]} of this operand. */
  public Operand permute(int... order) {
    int[] d = new int[order.length];
    int[] s = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      d[i] = type.shape().dim(order[i]);
      s[i] = strides[order[i]];
    }
    return new Operand(type.withShape(Shape.of(d)), s, offset, storage);
  }

  /** Another shape over the same row-major elements. */
  public Operand reshape(Shape target) {
    if (!isRowMajor() || target.elements() != elements()) {
      throw new ShapeException("reshape: " + this + " cannot be seen as " + target);
    }
    return new Operand(type.withShape(target), target.rowMajorStrides(), offset, storage);
  }

  /** The same places of another storage that is at least as long. */
  public Operand on(Storage other) {
    return new Operand(type, strides, offset, other);
  }

  @Override
  public String toString() {
    return type + " strides " + Arrays.toString(strides) + " of " + storage.label();
  }
}
