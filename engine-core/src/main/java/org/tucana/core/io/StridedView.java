package org.tucana.core.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tucana.core.type.Shape;

/**
 * Which elements of a stored run of numbers a tensor consists of: the element at an index is number
 * {@code first + sum(index[a] * strides[a])}.
 *
 * @param shape the tensor's shape
 * @param first number of its first element
 * @param strides elements from one index to the next, an axis each; none is negative
 */
record StridedView(Shape shape, long first, List<Long> strides) {
  StridedView {
    strides = List.copyOf(strides);
  }

  /** Elements that lie close together, at the same distances in the tensor as in the file. */
  @FunctionalInterface
  interface Run {
    /** Takes {@code length} elements from number {@code source} on to {@code target}. */
    void copy(long source, int target, int length);
  }

  /** All elements in order, the last index fastest. */
  static StridedView rowMajor(Shape shape) {
    return new StridedView(
        shape, 0, Arrays.stream(shape.rowMajorStrides()).mapToObj(Long::valueOf).toList());
  }

  /** All elements in order, the first index fastest. */
  static StridedView columnMajor(Shape shape) {
    List<Long> strides = new ArrayList<>();
    long step = 1;
    for (int size : shape.dims()) {
      strides.add(step);
      step *= Math.max(1, size);
    }
    return new StridedView(shape, 0, Collections.unmodifiableList(strides));
  }

  /** Whether all elements are among the first {@code stored}. */
  boolean fits(long stored) {
    if (shape.elements() == 0) {
      return true;
    }
    try {
      long last = first;
      for (int axis = 0; axis < strides.size(); axis++) {
        last = Math.addExact(last, Math.multiplyExact(shape.dim(axis) - 1L, strides.get(axis)));
      }
      return last < stored;
    } catch (ArithmeticException _) {
      return false;
    }
  }

  /** Hands over all elements in row-major order, in runs as long as the strides allow. */
  void forEachRun(Run run) {
    int[] dims = shape.dims();
    int outer = dims.length;
    int length = 1;
    while (outer > 0 && (dims[outer - 1] == 1 || strides.get(outer - 1) == length)) {
      length *= dims[--outer];
    }
    int[] index = new int[outer];
    long source = first;
    for (int target = 0; target < shape.elements(); target += length) {
      run.copy(source, target, length);
      for (int axis = outer - 1; axis >= 0; axis--) {
        source += strides.get(axis);
        if (++index[axis] < dims[axis]) {
          break;
        }
        source -= strides.get(axis) * dims[axis];
        index[axis] = 0;
      }
    }
  }
}
