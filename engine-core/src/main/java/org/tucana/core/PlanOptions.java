package org.tucana.core;

import org.tucana.core.type.Numerics;

/**
 * How to compile a program.
 *
 * @param numerics arithmetic allowed in the plan's steps, whatever the session that runs it allows
 */
public record PlanOptions(Numerics numerics) {
  public static PlanOptions defaults() {
    return new PlanOptions(Numerics.float32());
  }
}
