package org.tucana.core.plan;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.tucana.core.Program;
import org.tucana.core.type.TensorType;

/**
 * What a backend makes of the fused steps before their values get places: it may store values in
 * orders of its own and add steps that bring them there and back.
 */
@FunctionalInterface
public interface Lowering {
  /** Leaves all as it is: every value is row-major. */
  Lowering NONE =
      (program, steps, types) ->
          new Lowered(steps, types, (value, type) -> type.shape().elements(), value -> true);

  /**
   * Lowers the steps of a program.
   *
   * @param types of all values at the traced sizes
   */
  Lowered lower(Program program, List<FusedStep> steps, Map<Integer, TensorType> types);

  /**
   * Steps as they run.
   *
   * @param steps in order
   * @param types of all values at the traced sizes, of new ones too
   * @param length room that a value takes
   * @param rowMajor which values are row-major; the place of another is one line of its length
   */
  record Lowered(
      List<FusedStep> steps,
      Map<Integer, TensorType> types,
      Length length,
      IntPredicate rowMajor) {}

  /** Elements that a value of a type takes. */
  @FunctionalInterface
  interface Length {
    int of(int value, TensorType type);
  }
}
