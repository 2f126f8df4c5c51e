package org.tucana.core;

import org.tucana.core.type.Numerics;

/**
 * How to compile a program.
 *
 * @param numerics arithmetic allowed in the plan's steps, whatever the session that runs it allows
 * @param rowsAlike whether the backend chooses algorithms by the sizes of one row of the leading
 *     axis, so that a row has the same bits however many there are, and for however many the
 *     program was traced. The cpu's choice; others may ignore it
 */
public record PlanOptions(Numerics numerics, boolean rowsAlike) {
  public PlanOptions(Numerics numerics) {
    this(numerics, false);
  }

  public static PlanOptions defaults() {
    return new PlanOptions(Numerics.float32());
  }
}
