package org.tucana.decomposition.rewrite;

import java.util.Arrays;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Which parts of a tensor stay, along its first two axes [A, B, ...]; one of a single axis has a
 * second of length 1.
 *
 * @param first one a slice of the first axis
 * @param second one a slice of the second
 */
record Thinning(boolean[] first, boolean[] second) {
  /** Everything stays. */
  static Thinning none(Shape shape) {
    return new Thinning(all(shape.dim(0)), all(shape.rank() > 1 ? shape.dim(1) : 1));
  }

  private static boolean[] all(int length) {
    boolean[] kept = new boolean[length];
    Arrays.fill(kept, true);
    return kept;
  }

  Thinning withFirst(boolean[] kept) {
    return new Thinning(kept, second);
  }

  Thinning withSecond(boolean[] kept) {
    return new Thinning(first, kept);
  }

  /** What stays of a tensor. */
  HostTensor of(HostTensor whole) {
    float[] values = whole.toFloats();
    int inner = inner(whole);
    float[] kept = new float[count(first) * count(second) * inner];
    int at = 0;
    for (int a = 0; a < first.length; a++) {
      for (int b = 0; b < second.length; b++) {
        if (first[a] && second[b]) {
          System.arraycopy(values, (a * second.length + b) * inner, kept, at, inner);
          at += inner;
        }
      }
    }
    Shape shape = whole.shape().with(0, count(first));
    return HostTensor.of(shape.rank() > 1 ? shape.with(1, count(second)) : shape, kept);
  }

  /** Norm of what goes over that of the whole; 0 where the whole is 0. */
  double relativeError(HostTensor whole) {
    float[] values = whole.toFloats();
    int inner = inner(whole);
    double gone = 0;
    double all = 0;
    for (int i = 0; i < values.length; i++) {
      double square = (double) values[i] * values[i];
      all += square;
      int slice = i / inner;
      if (!first[slice / second.length] || !second[slice % second.length]) {
        gone += square;
      }
    }
    return all == 0 ? 0 : Math.sqrt(gone / all);
  }

  private int inner(HostTensor whole) {
    return whole.shape().elements() / (first.length * second.length);
  }

  static int count(boolean[] kept) {
    int count = 0;
    for (boolean one : kept) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
