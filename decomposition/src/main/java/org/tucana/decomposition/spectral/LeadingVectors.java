package org.tucana.decomposition.spectral;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.GramMatrix;
import org.tucana.decomposition.algebra.Unfolding;

/**
 * Leading left singular vectors of a tensor's unfolding: exact for small modes and for nearly all
 * vectors of a mode, by subspace iteration otherwise.
 */
public final class LeadingVectors {
  /** Sizes up to which all vectors are found. */
  private static final int SMALL_SINGLE = 64;

  private static final int SMALL_DOUBLE = 256;

  /** Columns beyond the wanted ones, and their part of the wanted ones. */
  private static final int SPARE = 8;

  private static final int SPARE_PART = 16;

  /** Sizes up to which all vectors are found where an energy asks for an unknown number. */
  private static final int MEDIUM = 512;

  private static final int FIRST_COUNT = 32;

  /** Tolerance of an iteration that looks for a number of vectors. */
  private static final double CLOSE = 1e-4;

  /** Tolerance where an earlier result is to be bettered and no start can be used. */
  private static final double REFINED = 1e-9;

  private static final int MOST_PASSES = 40;

  private final EagerSession session;
  private final Tensor x;
  private final int mode;

  private LeadingVectors(EagerSession session, Tensor x, int mode) {
    this.session = session;
    this.x = x;
    this.mode = mode;
  }

  /** Of one mode of a tensor of FLOAT32 or FLOAT64. */
  public static LeadingVectors of(EagerSession session, Tensor x, int mode) {
    return new LeadingVectors(session, x, mode);
  }

  /**
   * The vectors of a number; there may be some more, which help a later {@link #refined}.
   *
   * @param count wanted vectors
   * @param tolerance change of what is not captured, relative to it, at which iterations stop
   * @param seed of the block that iterations start from
   */
  public Basis leading(int count, double tolerance, long seed) {
    try (Scope scope = session.scope()) {
      Basis basis;
      if (isTall()) {
        basis = throughColumns(count, tolerance, seed);
      } else if (isSmall(count)) {
        basis = ExactBasis.of(session, x, mode, count);
      } else {
        basis = iterate(GramMatrix.of(x, mode), count, tolerance, seed);
      }
      return basis.withAgreedSigns().keptBy(scope);
    }
  }

  /**
   * Of an unfolding with few columns: its right singular vectors, which are small, times it. Where
   * more vectors are wanted than there are columns, the others are arbitrary and capture nothing.
   */
  private Basis throughColumns(int count, double tolerance, long seed) {
    Tensor unfolded = Unfolding.unfold(x, mode);
    int columns = unfolded.dim(1);
    Basis right =
        LeadingVectors.of(session, unfolded, 1).leading(Math.min(count, columns), tolerance, seed);
    Tensor images =
        Arithmetic.cast(
            Products.matmul(unfolded, Arithmetic.cast(right.vectors(), x.dtype())), DType.FLOAT64);
    int missing = count - images.dim(1);
    Tensor block =
        missing <= 0
            ? images
            : Joining.concat(
                1, List.of(images, randomBlock(session, x.dim(mode), missing, seed, mode)));
    return new Basis(
        Orthonormal.columns(session, block, 0),
        Arrays.copyOf(right.values(), block.dim(1)),
        right.energy());
  }

  private Basis iterate(Tensor gram, int count, double tolerance, long seed) {
    SubspaceIteration iteration = new SubspaceIteration(session, gram);
    Basis basis = iteration.start(randomBlock(session, x.dim(mode), width(count), seed, mode));
    double captured = basis.captured(count);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      basis = iteration.pass(basis.vectors());
      double gain = basis.captured(count) - captured;
      captured += gain;
      double missing = Math.max(basis.energy() - captured, floor() * basis.energy());
      if (gain <= tolerance * missing) {
        break;
      }
    }
    return basis;
  }

  /**
   * As {@link #leading}, but where the problem is large by one pass from vectors of a similar
   * problem: at least as good as they are.
   *
   * @param start orthonormal, with at least as many columns as are wanted
   */
  public Basis refined(int count, Tensor start) {
    if (isTall()) {
      try (Scope scope = session.scope()) {
        return throughColumns(count, REFINED, 0).keptBy(scope);
      }
    }
    if (isSmall(count)) {
      return ExactBasis.of(session, x, mode, count);
    }
    try (Scope scope = session.scope()) {
      Tensor block = start.slice(1, 0, Math.min(start.dim(1), width(count)));
      return new SubspaceIteration(session, GramMatrix.of(x, mode)).pass(block).keptBy(scope);
    }
  }

  /** All vectors of the mode, by a dense solver whatever its size. */
  public Basis all() {
    return ExactBasis.of(session, x, mode, x.dim(mode));
  }

  /**
   * So many vectors that what they miss is no more than an energy ({@link Basis#countMissing} says
   * how many of them that takes), from sums in double.
   *
   * @param most energy that may be missed
   * @param seed of the block that iterations start from
   */
  public Basis missing(double most, long seed) {
    int size = x.dim(mode);
    try (Scope scope = session.scope()) {
      if (isTall()) {
        return throughColumns(columns(), CLOSE, seed).withAgreedSigns().keptBy(scope);
      }
      if (size > MEDIUM) {
        Tensor gram = GramMatrix.of(x, mode, DType.FLOAT64);
        for (int count = FIRST_COUNT; 4 * width(count) <= size; count *= 2) {
          Basis basis = iterate(gram, count, CLOSE, seed);
          if (basis.missing(count) <= most) {
            return basis.withAgreedSigns().keptBy(scope);
          }
        }
      }
      return all().keptBy(scope);
    }
  }

  /**
   * Orthonormal columns to start from: as many as an iteration for a number of vectors uses.
   *
   * @param size I, the rows
   * @param count wanted vectors
   */
  public static Tensor random(EagerSession session, int size, int count, long seed, int mode) {
    try (Scope scope = session.scope()) {
      Tensor block = randomBlock(session, size, Math.min(size, width(count)), seed, mode);
      return scope.keep(Orthonormal.columns(session, block, 0));
    }
  }

  private int columns() {
    return x.shape().elements() / x.dim(mode);
  }

  private int small() {
    return x.dtype() == DType.FLOAT64 ? SMALL_DOUBLE : SMALL_SINGLE;
  }

  private boolean isTall() {
    return x.dim(mode) > small() && columns() < x.dim(mode) / 2;
  }

  private boolean isSmall(int count) {
    return x.dim(mode) <= small() || 4 * width(count) > 3 * x.dim(mode);
  }

  private static int width(int count) {
    return count + Math.max(SPARE, count / SPARE_PART);
  }

  private double floor() {
    return x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
  }

  private static Tensor randomBlock(
      EagerSession session, int rows, int columns, long seed, int mode) {
    Philox stream = new RandomKey(seed, "leading vectors", mode).stream();
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.nextDouble(-1, 1);
    }
    return session.upload(HostTensor.of(Shape.of(rows, columns), values));
  }
}
