package org.tucana.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TucanaException;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;

/**
 * Decompositions of a corner of a tensor, made before the whole is timed: a Java virtual machine
 * runs code many times slower until it has compiled it.
 *
 * @param method that is to be timed
 * @param request that is to be timed
 */
record WarmUp(DecompositionMethod method, DecompositionRequest request) {
  /** Elements below which a tensor is decomposed as it is. */
  private static final int LEAST = 1 << 18;

  /** Elements of a corner at most. */
  private static final int CORNER = 1 << 19;

  private static final int SWEEPS = 3;
  private static final double LONGEST = 2;

  /** A run gains nothing where it takes more than this part of the least time before it. */
  private static final double GAIN = 0.97;

  /** Runs in a row that gain nothing, after which all is compiled. */
  private static final int IDLE_RUNS = 3;

  /**
   * Decomposes again and again until that takes no less time, or for two seconds; small tensors are
   * not worth it.
   */
  void run(EagerSession session, Tensor x) {
    if (x.shape().elements() < LEAST) {
      return;
    }
    Shape size = corner(x.shape());
    try (Scope _ = session.scope()) {
      Tensor small = cut(x, size);
      DecompositionRequest reduced = reduced(x.shape(), size);
      Stopwatch all = new Stopwatch();
      double least = Double.POSITIVE_INFINITY;
      int idle = 0;
      while (idle < IDLE_RUNS && all.seconds() < LONGEST) {
        Stopwatch one = new Stopwatch();
        if (!isDecomposed(session, small, reduced)) {
          return;
        }
        double seconds = one.seconds();
        idle = seconds < GAIN * least ? 0 : idle + 1;
        least = Math.min(least, seconds);
      }
    }
  }

  /**
   * Whether the corner can be decomposed at all. What is wrong with the request is said of the
   * whole tensor, by the decomposition that is timed.
   */
  private boolean isDecomposed(EagerSession session, Tensor x, DecompositionRequest reduced) {
    try (Scope _ = session.scope()) {
      method.decompose(x, reduced);
      return true;
    } catch (TucanaException _) {
      return false;
    }
  }

  /** The largest sizes are halved until few elements are left. */
  static Shape corner(Shape shape) {
    Shape corner = shape;
    while (corner.elements() > CORNER) {
      Shape halved = corner;
      int largest =
          IntStream.range(0, shape.rank())
              .reduce((a, b) -> halved.dim(b) > halved.dim(a) ? b : a)
              .orElseThrow();
      corner = corner.with(largest, (corner.dim(largest) + 1) / 2);
    }
    return corner;
  }

  private static Tensor cut(Tensor x, Shape size) {
    Tensor corner = x;
    for (int axis = 0; axis < size.rank(); axis++) {
      corner = corner.slice(axis, 0, size.dim(axis));
    }
    return Arithmetic.scale(corner, 1);
  }

  /** Few sweeps, and ranks that fall as the sizes of their modes do. */
  DecompositionRequest reduced(Shape whole, Shape corner) {
    DecompositionRequest few =
        method.iterates()
            ? request.withSweeps(Math.min(SWEEPS, request.sweeps().orElse(SWEEPS)))
            : request;
    return request.ranks().map(ranks -> few.withRanks(ranks(ranks, whole, corner))).orElse(few);
  }

  /** Ranks of modes fall with these, others with the size that falls most. */
  private List<Integer> ranks(List<Integer> ranks, Shape whole, Shape corner) {
    List<Integer> modes =
        request.modes().orElseGet(() -> IntStream.range(0, whole.rank()).boxed().toList());
    double[] left =
        IntStream.range(0, whole.rank())
            .mapToDouble(axis -> (double) corner.dim(axis) / whole.dim(axis))
            .toArray();
    double least = Arrays.stream(left).min().orElse(1);
    boolean ofModes =
        ranks.size() == modes.size()
            && modes.stream().allMatch(mode -> mode >= 0 && mode < left.length);
    List<Integer> fewer = new ArrayList<>();
    for (int i = 0; i < ranks.size(); i++) {
      double part = ofModes ? left[modes.get(i)] : least;
      fewer.add((int) Math.ceil(part * ranks.get(i)));
    }
    return fewer;
  }
}
