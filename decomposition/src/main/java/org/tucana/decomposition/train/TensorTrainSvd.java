package org.tucana.decomposition.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.spectral.Basis;
import org.tucana.decomposition.spectral.Orthonormal;
import org.tucana.decomposition.spectral.SmallerSide;
import org.tucana.decomposition.sweep.ScaledInput;
import org.tucana.decomposition.tucker.TuckerErrorBound;

/**
 * Tensor trains by truncated singular value decompositions, one a core (Oseledets, "Tensor-Train
 * Decomposition", SISC 33, 2011, algorithm 1). The squared error is the sum of what the steps
 * discard, so that an error bound is shared out among them.
 */
public final class TensorTrainSvd {
  private static final double CONVERGED = 1e-9;

  private final ScaledInput input;
  private final Optional<List<Integer>> ranks;
  private double allowance;

  private TensorTrainSvd(ScaledInput input, Optional<List<Integer>> ranks, double allowance) {
    this.input = input;
    this.ranks = ranks;
    this.allowance = allowance;
  }

  /**
   * Decomposes by ranks; the result belongs to the session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64, of order N = 2 or more
   * @param ranks r_1 .. r_(N-1), each no more than the rows and columns that it stands between
   *     allow
   * @throws ShapeException where tensor and ranks do not fit
   */
  public static TensorTrain decompose(Tensor x, List<Integer> ranks) {
    ScaledInput input = ScaledInput.of("tt", x);
    checkRanks(x.shape(), ranks);
    return new TensorTrainSvd(input, Optional.of(List.copyOf(ranks)), 0).run();
  }

  /**
   * Decomposes by a bound; the result belongs to the session's innermost scope.
   *
   * @param error greatest relative error, above 0 and below 1
   */
  public static TensorTrain decompose(Tensor x, double error) {
    ScaledInput input = ScaledInput.of("tt", x);
    return new TensorTrainSvd(
            input, Optional.empty(), input.allowance(TuckerErrorBound.of(error).error()))
        .run();
  }

  /**
   * The largest ranks up to a number that the largest of them can be.
   *
   * @throws ShapeException where no rank of a tensor of this shape can be so large
   */
  public static List<Integer> ranksOfLargest(Shape shape, int largest) {
    List<Integer> limits = ranksUpTo(shape, Integer.MAX_VALUE);
    int most = limits.stream().max(Comparator.naturalOrder()).orElse(largest);
    if (largest > most) {
      throw new ShapeException(
          "tt: expected a largest rank in 1.."
              + most
              + " for "
              + shape
              + ", whose ranks are at most "
              + limits
              + ", got "
              + largest
              + "; lower it");
    }
    return ranksUpTo(shape, largest);
  }

  /**
   * The largest ranks up to a number that a shape allows.
   *
   * @param most of every rank
   */
  public static List<Integer> ranksUpTo(Shape shape, int most) {
    if (most < 1) {
      throw new ShapeException("tt: expected a rank of 1 or more, got " + most + "; raise it");
    }
    List<Integer> ranks = new ArrayList<>();
    int rank = 1;
    for (int cut = 1; cut < shape.rank(); cut++) {
      rank = (int) Math.min(most, Math.min((long) rank * shape.dim(cut - 1), columns(shape, cut)));
      ranks.add(rank);
    }
    return ranks;
  }

  private TensorTrain run() {
    EagerSession session = input.session();
    Shape shape = input.original().shape();
    int last = shape.rank() - 1;
    try (Scope scope = session.scope()) {
      List<Tensor> cores = new ArrayList<>();
      Tensor rest = input.working();
      int rank = 1;
      for (int mode = 0; mode < last; mode++) {
        Tensor matrix = rest.reshape(rank * shape.dim(mode), (int) columns(shape, mode + 1));
        Step step = step(matrix, mode);
        int next = step.rest().dim(0);
        cores.add(kept(scope, step.columns().reshape(rank, shape.dim(mode), next)));
        rest = step.rest();
        rank = next;
      }
      Tensor tail = input.inOriginalUnits(rest.reshape(rank, shape.dim(last), 1));
      cores.add(scope.keep(tail));
      double error = input.relativeError((from, to) -> TensorTrain.rows(cores, from, to));
      return new TensorTrain(input.original().type(), cores, error);
    }
  }

  private Tensor kept(Scope scope, Tensor core) {
    return scope.keep(Arithmetic.cast(core, input.original().dtype()));
  }

  /**
   * A matrix as a product.
   *
   * @param columns FLOAT64, orthonormal
   * @param rest what they leave, [r, n]
   */
  private record Step(Tensor columns, Tensor rest) {}

  private Step step(Tensor matrix, int mode) {
    try (Scope scope = input.session().scope()) {
      SmallerSide side = SmallerSide.of(input.session(), matrix);
      Tensor near = truncated(side, mode);
      Tensor columns =
          side.isLeft() ? near : Orthonormal.columns(input.session(), side.image(near), 0);
      Tensor rounded = Arithmetic.cast(columns, matrix.dtype());
      Tensor rest = Products.matmul(rounded.permute(1, 0), matrix);
      return new Step(scope.keep(columns), scope.keep(rest));
    }
  }

  private Tensor truncated(SmallerSide side, int mode) {
    if (ranks.isPresent()) {
      int rank = ranks.get().get(mode);
      return side.vectors().leading(rank, CONVERGED, 0).leading(rank);
    }
    int steps = input.original().shape().rank() - 1 - mode;
    double share = allowance / steps;
    Basis basis = side.vectors().missing(share, 0);
    int rank = basis.countMissing(share);
    allowance = Math.max(0, allowance - basis.missing(rank));
    return basis.leading(rank);
  }

  /** Elements of the modes from a cut on. */
  private static long columns(Shape shape, int cut) {
    long product = 1;
    for (int mode = cut; mode < shape.rank(); mode++) {
      product *= shape.dim(mode);
    }
    return product;
  }

  private static void checkRanks(Shape shape, List<Integer> ranks) {
    if (ranks.size() != shape.rank() - 1) {
      throw new ShapeException(
          "tt: expected "
              + (shape.rank() - 1)
              + " ranks, one between each two neighbouring modes of "
              + shape
              + ", got "
              + ranks
              + "; leave the outer ones out, which are always 1, or give a single number, the largest"
              + " rank of all");
    }
    int before = 1;
    for (int i = 0; i < ranks.size(); i++) {
      long most = Math.min((long) before * shape.dim(i), columns(shape, i + 1));
      before = ranks.get(i);
      if (before < 1 || before > most) {
        throw new ShapeException(
            "tt: expected a rank in 1.."
                + most
                + " between modes "
                + i
                + " and "
                + (i + 1)
                + " of "
                + shape
                + ", got "
                + before
                + " in "
                + ranks
                + (before < 1 ? "; raise it" : "; lower it"));
      }
    }
  }
}
