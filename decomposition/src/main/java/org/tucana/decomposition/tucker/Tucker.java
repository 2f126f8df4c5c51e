package org.tucana.decomposition.tucker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.History;
import org.tucana.decomposition.algebra.ModeProduct;

/**
 * X = G x_a U_a x_b U_b ... over the compressed modes; modes that were left whole have their full
 * size in the core and no factor.
 *
 * @param type of X
 * @param core G
 * @param factors U_n [I_n, R_n], by rising mode: orthonormal columns, but nonnegative ones of
 *     length 1 from nonnegative decompositions
 * @param history the relative error after each sweep
 * @param relativeError of the whole, from the residual itself
 */
public record Tucker(
    TensorType type,
    Tensor core,
    SequencedMap<Integer, Tensor> factors,
    History history,
    double relativeError)
    implements Decomposition {
  public Tucker {
    factors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(new TreeMap<>(factors)));
  }

  /** The compressed modes, rising. */
  public SequencedSet<Integer> modes() {
    return factors.sequencedKeySet();
  }

  /**
   * The factor of a mode, [I_n, R_n].
   *
   * @throws ShapeException where the mode was left whole
   */
  public Tensor factor(int mode) {
    Tensor factor = factors.get(mode);
    if (factor == null) {
      throw new ShapeException(
          "tucker: mode "
              + mode
              + " was not compressed, expected one of "
              + factors.keySet()
              + "; its elements are in the core");
    }
    return factor;
  }

  /** The ranks of the compressed modes, by rising mode. */
  @Override
  public List<Integer> ranks() {
    return modes().stream().map(core::dim).toList();
  }

  /** {@code core}, then {@code factorN} for each compressed mode N. */
  @Override
  public SequencedMap<String, Tensor> parts() {
    SequencedMap<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("core", core);
    factors.forEach((mode, factor) -> parts.put("factor" + mode, factor));
    return parts;
  }

  @Override
  public Tensor rows(int from, int to) {
    return rows(core, factors, from, to);
  }

  /** Rows along axis 0 of what core and factors stand for. */
  public static Tensor rows(Tensor core, SequencedMap<Integer, Tensor> factors, int from, int to) {
    List<ModeProduct.Step> steps = new ArrayList<>();
    factors.forEach((mode, factor) ->
        steps.add(new ModeProduct.Step(mode, mode == 0 ? factor.slice(0, from, to) : factor)));
    Tensor start = factors.containsKey(0) ? core : core.slice(0, from, to);
    return ModeProduct.chain(start, steps);
  }
}
