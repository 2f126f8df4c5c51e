package org.tucana.decomposition.linear;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.History;
import org.tucana.decomposition.cp.CpColumns;
import org.tucana.decomposition.cp.CpStart;
import org.tucana.decomposition.cp.CpSweeps;
import org.tucana.decomposition.leastsquares.CoordinateDescent;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.Nonnegative;
import org.tucana.decomposition.sweep.ScaledInput;
import org.tucana.decomposition.sweep.SweepError;
import org.tucana.decomposition.sweep.SweepHistory;

/**
 * Nonnegative matrix factorisation by HALS: the rows along axis 0 are observations, all other axes
 * together are their features, and each observation is a sum of a few nonnegative components. It is
 * the nonnegative canonical polyadic decomposition of that matrix.
 *
 * @param type of the tensor
 * @param scores [n, k], nonnegative
 * @param components [k, p], nonnegative rows of length 1
 * @param history the relative error after each sweep
 * @param relativeError of the whole, from the residual itself
 */
public record Nmf(
    TensorType type, Tensor scores, Tensor components, History history, double relativeError)
    implements Decomposition {

  /**
   * How to iterate.
   *
   * @param restarts random starts after the first, which is {@link NonnegativeDoubleSvd}; the best
   *     is returned
   * @param sweeps most sweeps from each start, at least 1
   * @param tolerance change of the relative error from one sweep to the next at which to stop
   * @param seed of the restarts
   */
  public record Settings(int restarts, int sweeps, double tolerance, long seed) {
    public Settings {
      SweepHistory.check("nmf", sweeps, tolerance);
      Attempt.checkRestarts("nmf", restarts);
    }

    /** Once, up to 1000 sweeps, until the error changes by 1e-9. */
    public static Settings defaults() {
      return new Settings(0, 1000, 1e-9, 0);
    }
  }

  /**
   * Factorises; the result belongs to the session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64, of order 2 or more; it may have negative elements, which
   *     nonnegative parts fit as well as they can
   * @param count k
   * @throws org.tucana.core.type.ShapeException where tensor and number do not fit
   */
  public static Nmf decompose(Tensor x, int count, Settings settings) {
    ScaledInput input = ScaledInput.of("nmf", x);
    ObservationMatrix.checkComponents("nmf", x, count);
    Nonnegative.checkSomePositive("nmf", x);
    EagerSession session = input.session();
    try (Scope scope = session.scope()) {
      Tensor matrix = ObservationMatrix.of(input.working());
      CpSweeps sweeps =
          new CpSweeps(session, new SweepError(matrix, input.energy()), new CoordinateDescent());
      Attempt<CpColumns> best =
          Attempt.best(
              settings.restarts(),
              number ->
                  sweeps.run(
                      start(session, matrix, count, settings, number),
                      new SweepHistory(settings.sweeps(), settings.tolerance())));
      CpColumns columns = best.fit().ordered();
      DMatrixRMaj rows = columns.factors().get(1).copy();
      CommonOps_DDRM.transpose(rows);
      DType dtype = x.dtype();
      Tensor scores =
          scope.keep(
              input.inOriginalUnits(HostMatrices.upload(session, columns.weighted(0), dtype)));
      Tensor components = scope.keep(HostMatrices.upload(session, rows, dtype));
      double error =
          input.relativeError(
              (from, to) -> ObservationMatrix.rows(scores, components, from, to, x.shape()));
      return new Nmf(x.type(), scores, components, best.sweeps().history(), error);
    }
  }

  private static List<DMatrixRMaj> start(
      EagerSession session, Tensor matrix, int count, Settings settings, int number) {
    return number == 0
        ? NonnegativeDoubleSvd.factors(session, matrix, count)
        : CpStart.random(matrix.shape(), count, settings.seed(), number);
  }

  /** {@code scores}, {@code components}. */
  @Override
  public SequencedMap<String, Tensor> parts() {
    SequencedMap<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("scores", scores);
    parts.put("components", components);
    return parts;
  }

  /** The number of components alone. */
  @Override
  public List<Integer> ranks() {
    return List.of(components.dim(0));
  }

  @Override
  public Tensor rows(int from, int to) {
    return ObservationMatrix.rows(scores, components, from, to, type.shape());
  }
}
