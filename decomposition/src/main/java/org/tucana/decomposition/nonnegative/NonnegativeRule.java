package org.tucana.decomposition.nonnegative;

import org.tucana.core.Tensor;
import org.tucana.decomposition.leastsquares.CoordinateDescent;
import org.tucana.decomposition.leastsquares.FactorUpdate;
import org.tucana.decomposition.leastsquares.MultiplicativeUpdate;

/** How the parts of a nonnegative Tucker decomposition are updated; no way increases the error. */
public enum NonnegativeRule {
  /** Coordinate descent for factors and tiny cores, accelerated projected gradient for others. */
  HALS("ntd") {
    @Override
    FactorUpdate factors() {
      return new CoordinateDescent();
    }

    @Override
    CoreProblem.Point core(CoreProblem problem, Tensor core) {
      return problem.lowered(core);
    }
  },

  /** The slower rule of Lee and Seung, for tensors without negative elements. */
  MULTIPLICATIVE("ntd-mu") {
    @Override
    FactorUpdate factors() {
      return new MultiplicativeUpdate();
    }

    @Override
    CoreProblem.Point core(CoreProblem problem, Tensor core) {
      return problem.multiplied(core);
    }
  };

  private final String method;

  NonnegativeRule(String method) {
    this.method = method;
  }

  /** The name of the method that follows this rule. */
  String method() {
    return method;
  }

  /** Updates the factors. */
  abstract FactorUpdate factors();

  /** A core that fits no worse. */
  abstract CoreProblem.Point core(CoreProblem problem, Tensor core);
}
