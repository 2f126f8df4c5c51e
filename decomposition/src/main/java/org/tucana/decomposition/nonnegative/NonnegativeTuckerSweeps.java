package org.tucana.decomposition.nonnegative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.algebra.Unfolding;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.sweep.SweepError;
import org.tucana.decomposition.sweep.SweepHistory;
import org.tucana.decomposition.tucker.Tucker;

/**
 * One run of {@link NonnegativeTucker}: factor after factor and then the core are updated while the
 * others are fixed. Of the tensor only its projections on all factors but one matter; two products
 * with the whole of it a sweep give them all.
 */
final class NonnegativeTuckerSweeps {
  private final EagerSession session;
  private final SweepError error;
  private final NonnegativeRule rule;
  private final List<DMatrixRMaj> factors = new ArrayList<>();
  private final List<DMatrixRMaj> grams = new ArrayList<>();
  private HostTensor core;

  NonnegativeTuckerSweeps(
      EagerSession session,
      SweepError error,
      NonnegativeRule rule,
      NonnegativeTuckerStart.Parts start) {
    this.session = session;
    this.error = error;
    this.rule = rule;
    this.core = start.core();
    for (DMatrixRMaj factor : start.factors()) {
      factors.add(factor);
      grams.add(HostMatrices.gram(factor));
    }
  }

  /** Sweeps until the history is complete. */
  NonnegativeTuckerSweeps run(SweepHistory history) {
    while (history.isOpen()) {
      try (Scope _ = session.scope()) {
        history.add(sweep());
      }
    }
    return this;
  }

  private double sweep() {
    Tensor x = error.x();
    Tensor parts = session.upload(core);
    int last = factors.size() - 1;
    Tensor withoutLast = ModeProduct.multiplyTransposed(x, last, factor(last, x.dtype()));
    Tensor projected = withoutLast;
    for (int mode = 0; mode <= last; mode++) {
      projected =
          mode < last ? projectedBut(withoutLast, mode, last) : projectedBut(x, last, last + 1);
      projected = Arithmetic.cast(projected, DType.FLOAT64);
      parts = update(mode, projected, parts);
    }
    Tensor products = ModeProduct.multiplyTransposed(projected, last, factor(last, DType.FLOAT64));
    CoreProblem problem = CoreProblem.of(session, products, grams);
    CoreProblem.Point best = rule.core(problem, parts);
    core = best.core().read();
    return error.of(
        InnerProduct.of(products, best.core()), best.squaredNorm(), (from, to) -> rows(from, to));
  }

  /** Projects on the factors of the modes below a limit, except one. */
  private Tensor projectedBut(Tensor x, int mode, int limit) {
    List<ModeProduct.Step> steps = new ArrayList<>();
    for (int other = 0; other < limit; other++) {
      if (other != mode) {
        steps.add(ModeProduct.Step.transposed(other, factor(other, x.dtype())));
      }
    }
    return ModeProduct.chain(x, steps);
  }

  /**
   * Updates a factor and returns the core that goes with it.
   *
   * @param projected on all other factors
   */
  private Tensor update(int mode, Tensor projected, Tensor parts) {
    List<ModeProduct.Step> others = new ArrayList<>();
    for (int other = 0; other < grams.size(); other++) {
      if (other != mode) {
        Tensor gram = HostMatrices.upload(session, grams.get(other), DType.FLOAT64);
        others.add(new ModeProduct.Step(other, gram));
      }
    }
    Tensor columns = Unfolding.unfold(parts, mode).permute(1, 0);
    Tensor products = Products.matmul(Unfolding.unfold(projected, mode), columns);
    Tensor image = ModeProduct.chain(parts, others);
    Tensor gram = Products.matmul(Unfolding.unfold(image, mode), columns);
    DMatrixRMaj updated =
        rule.factors()
            .update(factors.get(mode), HostMatrices.read(gram), HostMatrices.read(products));
    Tensor scaled = normalized(mode, updated, parts);
    factors.set(mode, updated);
    grams.set(mode, HostMatrices.gram(updated));
    return scaled;
  }

  /**
   * Moves the lengths of a factor's columns to the core: with columns of one length, the core's
   * problem is well conditioned and a few steps solve it.
   */
  private Tensor normalized(int mode, DMatrixRMaj factor, Tensor parts) {
    double[] norms = HostMatrices.normalizeColumns(factor);
    int[] dims = new int[parts.shape().rank()];
    Arrays.fill(dims, 1);
    dims[mode] = norms.length;
    for (int r = 0; r < norms.length; r++) {
      norms[r] = norms[r] > 0 ? norms[r] : 1;
    }
    return Arithmetic.multiply(parts, session.upload(HostTensor.of(Shape.of(dims), norms)));
  }

  private Tensor factor(int mode, DType dtype) {
    return HostMatrices.upload(session, factors.get(mode), dtype);
  }

  private Tensor rows(int from, int to) {
    try (Scope scope = session.scope()) {
      DType dtype = error.x().dtype();
      return scope.keep(Tucker.rows(core(dtype), factors(dtype), from, to));
    }
  }

  /** The core as a tensor. */
  Tensor core(DType dtype) {
    return Arithmetic.cast(session.upload(core), dtype);
  }

  /** The factors as tensors, by mode. */
  SequencedMap<Integer, Tensor> factors(DType dtype) {
    SequencedMap<Integer, Tensor> tensors = new LinkedHashMap<>();
    for (int mode = 0; mode < factors.size(); mode++) {
      tensors.put(mode, factor(mode, dtype));
    }
    return tensors;
  }
}
