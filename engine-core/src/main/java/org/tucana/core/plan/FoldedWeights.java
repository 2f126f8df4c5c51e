package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tucana.core.Memory;
import org.tucana.core.Parameter;
import org.tucana.core.kernel.Operand;
import org.tucana.core.plan.FusedStep.ChannelNorm;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Weight and bias of a fused step whose weight is a parameter or constant, with batch normalisation
 * folded in. They follow assignments and, unless given back, stay where they are: {@link #refresh}
 * makes them anew when a parameter they come from has another version.
 *
 * <p>Folding: with s = scale / sqrt(variance + epsilon) for each output channel, weight * s and
 * (bias - mean) * s + shift, computed in double.
 */
public final class FoldedWeights implements AutoCloseable {
  private final Memory memory;
  private final FusedStep step;
  private final Map<Integer, Operand> fixed;
  private final List<Parameter> sources;
  private final long[] versions;
  private final Optional<Operand> foldedBias;
  private Optional<Operand> foldedWeight = Optional.empty();

  /**
   * Folds the weights of a step.
   *
   * @param fixed where parameters and constants lie
   * @param parameters the parameters among them
   */
  FoldedWeights(
      Memory memory,
      FusedStep step,
      Map<Integer, Operand> fixed,
      Map<Integer, Parameter> parameters) {
    this.memory = memory;
    this.step = step;
    this.fixed = fixed;
    List<Integer> read = new ArrayList<>(List.of(step.in().get(1)));
    if (step.batchNorm().isPresent()) {
      ChannelNorm norm = step.batchNorm().get();
      read.addAll(step.in().subList(2, step.in().size()));
      read.addAll(List.of(norm.scale(), norm.shift(), norm.mean(), norm.variance()));
    }
    sources = read.stream().map(parameters::get).filter(Objects::nonNull).toList();
    versions = new long[sources.size()];
    TensorType weight = weight().type();
    TensorType bias = weight.withShape(Shape.of(weight.shape().dim(0)));
    foldedBias = step.batchNorm().map(norm -> allocate(bias, "folded bias"));
    fold();
  }

  private Operand allocate(TensorType type, String what) {
    return Operand.rowMajor(type, memory.allocate(type, what + " of " + step.path()));
  }

  private Operand weight() {
    return fixed.get(step.in().get(1));
  }

  /** Folds anew what has been assigned since; true where anything was. */
  public boolean refresh() {
    for (int i = 0; i < versions.length; i++) {
      if (sources.get(i).version() != versions[i]) {
        fold();
        return true;
      }
    }
    return false;
  }

  private void fold() {
    for (int i = 0; i < versions.length; i++) {
      versions[i] = sources.get(i).version();
    }
    step.batchNorm().ifPresent(this::fold);
  }

  private void fold(ChannelNorm norm) {
    HostTensor scales = values(norm.scale());
    HostTensor shifts = values(norm.shift());
    HostTensor means = values(norm.mean());
    HostTensor variances = values(norm.variance());
    Optional<HostTensor> biases =
        step.in().size() == 3 ? Optional.of(values(step.in().get(2))) : Optional.empty();
    HostTensor weights = memory.download(weight());
    float[] weight = weights.toFloats();
    float[] bias = new float[scales.shape().elements()];
    int perChannel = bias.length == 0 ? 0 : weight.length / bias.length;
    for (int c = 0; c < bias.length; c++) {
      double s = scales.get(c) / Math.sqrt(variances.get(c) + norm.epsilon());
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * s);
      }
      double b = biases.isPresent() ? biases.get().get(c) : 0;
      bias[c] = (float) ((b - means.get(c)) * s + shifts.get(c));
    }
    if (foldedWeight.isEmpty()) {
      foldedWeight = Optional.of(allocate(weight().type(), "folded weight"));
    }
    memory.upload(weights, foldedWeight.get());
    memory.upload(HostTensor.of(Shape.of(bias.length), bias), foldedBias.orElseThrow());
  }

  private HostTensor values(int value) {
    return memory.download(fixed.get(value));
  }

  /** The weight to multiply by. */
  public Operand product() {
    if (foldedWeight.isEmpty()) {
      step.batchNorm().ifPresent(this::fold);
    }
    return foldedWeight.orElseGet(this::weight);
  }

  /**
   * Gives back what {@link #product} folded, for who has packed it; it is folded anew if asked for.
   */
  public void releaseProduct() {
    foldedWeight.ifPresent(weight -> memory.release(weight.storage()));
    foldedWeight = Optional.empty();
  }

  /** The folded bias, present where batch normalisation was folded in. */
  public Optional<Operand> bias() {
    return foldedBias;
  }

  @Override
  public void close() {
    releaseProduct();
    foldedBias.ifPresent(b -> memory.release(b.storage()));
  }
}
