package org.tucana.core;

import org.tucana.core.type.Numerics;

/**
 * How to compile a program.
 *
 * @param numerics arithmetic allowed in the plan's steps, whatever the session that runs it allows
 * @param rowsAlike whether the backend chooses algorithms by the sizes of one row of the leading
 *     axis, so that a row has the same bits however many there are, and for however many the
 *     program was traced. The cpu's choice; others may ignore it
 * @param chains whether convolutions with nothing between them may be one step; without, a report
 *     or a profile has a line for each
 */
public record PlanOptions(Numerics numerics, boolean rowsAlike, boolean chains) {
  public PlanOptions(Numerics numerics) {
    this(numerics, false);
  }

  public PlanOptions(Numerics numerics, boolean rowsAlike) {
    this(numerics, rowsAlike, true);
  }

  /** The same with each convolution in a step of its own. */
  public PlanOptions withoutChains() {
    return new PlanOptions(numerics, rowsAlike, false);
  }

  public static PlanOptions defaults() {
    return new PlanOptions(Numerics.float32());
  }
}
