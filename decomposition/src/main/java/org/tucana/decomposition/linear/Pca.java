package org.tucana.decomposition.linear;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionChecks;
import org.tucana.decomposition.History;
import org.tucana.decomposition.sweep.ScaledInput;
import org.tucana.decomposition.tucker.TuckerErrorBound;

/**
 * Principal component analysis: the rows along axis 0 are observations, all other axes together are
 * their features, and each observation is the mean of all plus a few components.
 *
 * <p>Letters: n observations, p features, k components.
 *
 * @param type of the tensor
 * @param mean [p]
 * @param scores [n, k]
 * @param components [k, p]: orthonormal rows, whose entry of largest magnitude is positive; zeros
 *     for a component without variance
 * @param explainedVariance of each component, with n - 1 in the denominator
 * @param totalVariance of all features
 * @param relativeError of the whole, its mean included, from the residual itself
 */
public record Pca(
    TensorType type,
    Tensor mean,
    Tensor scores,
    Tensor components,
    List<Double> explainedVariance,
    double totalVariance,
    double relativeError)
    implements Decomposition {
  public Pca {
    explainedVariance = List.copyOf(explainedVariance);
  }

  /**
   * Finds a number of components; the result belongs to the session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64, of order 2 or more
   * @throws org.tucana.core.type.ShapeException where tensor and number do not fit
   */
  public static Pca decompose(Tensor x, int count) {
    ScaledInput input = ScaledInput.of("pca", x);
    ObservationMatrix.checkComponents("pca", x, count);
    return new PrincipalComponents(input).ofCount(count);
  }

  /**
   * Finds as few components as a bound allows; the result belongs to the session's innermost scope.
   *
   * @param error greatest relative error of the whole tensor, above 0 and below 1
   */
  public static Pca decompose(Tensor x, double error) {
    ScaledInput input = ScaledInput.of("pca", x);
    return new PrincipalComponents(input)
        .missing(input.allowance(TuckerErrorBound.of(error).error()));
  }

  /** {@code mean}, {@code scores}, {@code components}. */
  @Override
  public SequencedMap<String, Tensor> parts() {
    SequencedMap<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("mean", mean);
    parts.put("scores", scores);
    parts.put("components", components);
    return parts;
  }

  @Override
  public History history() {
    return History.direct();
  }

  /** The number of components alone. */
  @Override
  public List<Integer> ranks() {
    return List.of(components.dim(0));
  }

  @Override
  public Tensor rows(int from, int to) {
    return rows(mean, scores, components, from, to, type.shape());
  }

  /** Rows along axis 0 of what the parts stand for. */
  static Tensor rows(Tensor mean, Tensor scores, Tensor components, int from, int to, Shape shape) {
    EagerSession session = DecompositionChecks.session("pca", mean);
    int[] dims = shape.with(0, 1).dims();
    try (Scope scope = session.scope()) {
      return scope.keep(
          Arithmetic.add(
              ObservationMatrix.rows(scores, components, from, to, shape), mean.reshape(dims)));
    }
  }
}
