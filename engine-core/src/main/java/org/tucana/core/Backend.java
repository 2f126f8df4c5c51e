package org.tucana.core;

import org.tucana.core.kernel.Kernels;

/** Something that computes: kernels over a memory of its own. Open until closed; thread-safe. */
public interface Backend extends AutoCloseable {
  String name();

  Kernels kernels();

  Memory memory();

  /**
   * Prepares a program for repeated runs; the default runs it operator by operator, in the
   * arithmetic of the session.
   */
  default Plan compile(Program program, PlanOptions options) {
    return new InterpretedPlan(program);
  }

  @Override
  void close();
}
