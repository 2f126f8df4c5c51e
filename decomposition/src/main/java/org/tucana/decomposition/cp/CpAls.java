package org.tucana.decomposition.cp;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.leastsquares.CoordinateDescent;
import org.tucana.decomposition.leastsquares.FactorUpdate;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.leastsquares.NormalEquations;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.Nonnegative;
import org.tucana.decomposition.sweep.ScaledInput;
import org.tucana.decomposition.sweep.SweepError;
import org.tucana.decomposition.sweep.SweepHistory;

/**
 * The canonical polyadic decomposition by alternating least squares, plain or with nonnegative
 * factors (HALS).
 */
public final class CpAls {
  private CpAls() {}

  /**
   * How to iterate.
   *
   * @param start where from
   * @param restarts further random starts, of which and the first the best is returned
   * @param nonnegative whether factors must not be negative; the tensor may be
   * @param sweeps most sweeps from each start, at least 1
   * @param tolerance change of the relative error from one sweep to the next at which to stop
   * @param seed of the restarts
   */
  public record Settings(
      CpStart start, int restarts, boolean nonnegative, int sweeps, double tolerance, long seed) {
    public Settings {
      SweepHistory.check("cp", sweeps, tolerance);
      Attempt.checkRestarts("cp", restarts);
    }

    /** Once from leading singular vectors, up to 500 sweeps, until the error changes by 1e-8. */
    public static Settings defaults() {
      return new Settings(new CpStart.LeadingSingularVectors(0), 0, false, 500, 1e-8, 0);
    }

    /** The same from another start. */
    public Settings from(CpStart other) {
      return new Settings(other, restarts, nonnegative, sweeps, tolerance, seed);
    }

    /** The same with another number of restarts, drawn by a seed. */
    public Settings withRestarts(int count, long from) {
      return new Settings(start, count, nonnegative, sweeps, tolerance, from);
    }

    /** The same with factors that must not be negative. */
    public Settings withNonnegativeFactors() {
      return new Settings(start, restarts, true, sweeps, tolerance, seed);
    }

    /** The same with another number of sweeps. */
    public Settings withSweeps(int most) {
      return new Settings(start, restarts, nonnegative, most, tolerance, seed);
    }

    /** The same with another tolerance. */
    public Settings withTolerance(double change) {
      return new Settings(start, restarts, nonnegative, sweeps, change, seed);
    }

    private String method() {
      return nonnegative ? "cp-nonnegative" : "cp";
    }

    private FactorUpdate update(DType dtype) {
      return nonnegative ? new CoordinateDescent() : NormalEquations.of(dtype);
    }
  }

  /**
   * Decomposes a tensor of order 2 or more; the result belongs to its session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64
   * @param rank R, which may be beyond the size of a mode
   * @throws ShapeException where tensor, rank and settings do not fit
   */
  public static Cp decompose(Tensor x, int rank, Settings settings) {
    String method = settings.method();
    ScaledInput input = ScaledInput.of(method, x);
    checkRank(method, x, rank);
    if (settings.nonnegative()) {
      Nonnegative.checkSomePositive(method, x);
    }
    EagerSession session = input.session();
    try (Scope scope = session.scope()) {
      Tensor working = input.working();
      CpSweeps sweeps =
          new CpSweeps(
              session, new SweepError(working, input.energy()), settings.update(x.dtype()));
      Attempt<CpColumns> best =
          Attempt.best(
              settings.restarts(),
              number ->
                  sweeps.run(
                      start(session, working, rank, settings, number),
                      new SweepHistory(settings.sweeps(), settings.tolerance())));
      CpColumns columns = best.fit().ordered();
      Tensor weights = scope.keep(input.inOriginalUnits(columns.weights(session, x.dtype())));
      List<Tensor> factors = columns.factors(session, x.dtype()).stream().map(scope::keep).toList();
      double error = input.relativeError((from, to) -> Cp.rows(weights, factors, from, to));
      return new Cp(x.type(), weights, factors, best.sweeps().history(), error);
    }
  }

  /** No tensor has a rank beyond the product of all sizes but the largest. */
  private static void checkRank(String method, Tensor x, int rank) {
    int largest = Arrays.stream(x.shape().dims()).max().orElseThrow();
    int most = x.shape().elements() / largest;
    if (rank < 1 || rank > most) {
      throw new ShapeException(
          method
              + ": expected a rank in 1.."
              + most
              + " for a tensor of shape "
              + x.shape()
              + ", got "
              + rank
              + (rank < 1
                  ? "; 1 is the least there is"
                  : "; no tensor of this shape needs more components"));
    }
  }

  private static List<DMatrixRMaj> start(
      EagerSession session, Tensor x, int rank, Settings settings, int number) {
    if (number > 0) {
      return CpStart.random(x.shape(), rank, settings.seed(), number);
    }
    List<DMatrixRMaj> start =
        switch (settings.start()) {
          case CpStart.Random random -> CpStart.random(x.shape(), rank, random.seed(), 0);
          case CpStart.LeadingSingularVectors leading ->
              CpStart.leading(session, x, rank, leading.seed());
          case CpStart.Given given -> given(settings.method(), x, rank, given.factors());
        };
    if (settings.nonnegative()) {
      start.forEach(HostMatrices::magnitudes);
    }
    return start;
  }

  private static List<DMatrixRMaj> given(String method, Tensor x, int rank, List<Tensor> factors) {
    boolean fit = factors.size() == x.shape().rank();
    for (int mode = 0; fit && mode < factors.size(); mode++) {
      fit = factors.get(mode).shape().equals(Shape.of(x.dim(mode), rank));
    }
    if (!fit) {
      throw new ShapeException(
          method
              + ": expected one factor a mode to start from, [I_n, "
              + rank
              + "] for a tensor of shape "
              + x.shape()
              + ", got "
              + factors.stream().map(Tensor::shape).toList()
              + "; give all of them or start at random");
    }
    return factors.stream().map(HostMatrices::read).toList();
  }
}
