package org.tucana.decomposition.cp;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.decomposition.leastsquares.FactorUpdate;
import org.tucana.decomposition.leastsquares.KhatriRaoContraction;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.SweepError;
import org.tucana.decomposition.sweep.SweepHistory;

/**
 * Alternating least squares for the canonical polyadic decomposition (Kolda and Bader, "Tensor
 * Decompositions and Applications", SIAM Review 51, 2009, section 3.4): factor after factor is
 * updated while the others are fixed, so that the error never rises.
 */
public final class CpSweeps {
  private final EagerSession session;
  private final SweepError error;
  private final KhatriRaoContraction contraction;
  private final FactorUpdate update;

  public CpSweeps(EagerSession session, SweepError error, FactorUpdate update) {
    this.session = session;
    this.error = error;
    this.contraction = new KhatriRaoContraction(session, error.x());
    this.update = update;
  }

  /** Sweeps from given factors until the history is complete. */
  public Attempt<CpColumns> run(List<DMatrixRMaj> start, SweepHistory sweeps) {
    CpColumns columns = new CpColumns(start);
    int order = start.size();
    while (sweeps.isOpen()) {
      update(columns, contraction.withoutTrailing(columns.factors()), 0, contraction.split());
      double product =
          update(
              columns, contraction.withoutLeading(columns.factors()), contraction.split(), order);
      sweeps.add(error(columns, product));
    }
    return new Attempt<>(columns, sweeps);
  }

  /** Updates some modes, and returns the inner product of X and the approximation. */
  private double update(CpColumns columns, KhatriRaoContraction.Partial partial, int from, int to) {
    double product = 0;
    for (int mode = from; mode < to; mode++) {
      DMatrixRMaj products = partial.product(mode, columns.factors());
      DMatrixRMaj updated =
          update.update(columns.weighted(mode), columns.gramWithout(mode), products);
      product = inner(products, updated);
      columns.replace(mode, updated);
    }
    return product;
  }

  private static double inner(DMatrixRMaj a, DMatrixRMaj b) {
    double sum = 0;
    for (int i = 0; i < a.data.length; i++) {
      sum += a.data[i] * b.data[i];
    }
    return sum;
  }

  private double error(CpColumns columns, double product) {
    return error.of(product, columns.squaredNorm(), (from, to) -> rows(columns, from, to));
  }

  private Tensor rows(CpColumns columns, int from, int to) {
    try (Scope scope = session.scope()) {
      return scope.keep(
          Cp.rows(
              columns.weights(session, error.x().dtype()),
              columns.factors(session, error.x().dtype()),
              from,
              to));
    }
  }
}
