package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tucana.core.Memory;
import org.tucana.core.Parameter;
import org.tucana.core.cpu.FusedStep.ChannelNorm;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.Linear;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Weight and bias of a fused step whose weight is a parameter or constant: batch normalisation
 * folded in, then packed. They follow assignments: {@link #refresh} makes them anew when a
 * parameter they come from has another version.
 *
 * <p>Folding: with s = scale / sqrt(variance + epsilon) for each output channel, weight * s and
 * (bias - mean) * s + shift, computed in double.
 */
final class PreparedWeights implements AutoCloseable {
  private final Workers workers;
  private final Memory memory;
  private final Numerics numerics;
  private final FusedStep step;
  private final Map<Integer, Operand> fixed;
  private final List<Parameter> sources;
  private final long[] versions;
  private final Optional<Operand> foldedWeight;
  private final Optional<Operand> foldedBias;
  private Optional<PackedWeights> packed = Optional.empty();
  private Optional<PackedMatrix> matrix = Optional.empty();

  /**
   * Prepares the weights of a step.
   *
   * @param numerics arithmetic allowed
   * @param fixed where parameters and constants lie
   * @param parameters the parameters among them
   */
  PreparedWeights(
      Workers workers,
      Memory memory,
      Numerics numerics,
      FusedStep step,
      Map<Integer, Operand> fixed,
      Map<Integer, Parameter> parameters) {
    this.workers = workers;
    this.memory = memory;
    this.numerics = numerics;
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
    foldedWeight = step.batchNorm().map(norm -> allocate(weight, "folded weight"));
    foldedBias = step.batchNorm().map(norm -> allocate(bias, "folded bias"));
    prepare();
  }

  private Operand allocate(TensorType type, String what) {
    return Operand.rowMajor(type, memory.allocate(type, what + " of " + step.path()));
  }

  private Operand weight() {
    return fixed.get(step.in().get(1));
  }

  /** Prepares anew what has been assigned since. */
  void refresh() {
    for (int i = 0; i < versions.length; i++) {
      if (sources.get(i).version() != versions[i]) {
        prepare();
        return;
      }
    }
  }

  private void prepare() {
    for (int i = 0; i < versions.length; i++) {
      versions[i] = sources.get(i).version();
    }
    step.batchNorm().ifPresent(this::fold);
    Operand w = product();
    if (step.op() instanceof Linear && step.residual().isEmpty()) {
      MatrixView view = new MatrixView(HostStorage.floats(w), w.offset(), w.dim(1), 1);
      matrix = Optional.of(PackedMatrix.of(workers, w.dim(0), w.dim(1), view));
    }
    if (step.op() instanceof Conv2d conv) {
      ConvolutionShape shape =
          new ConvolutionShape(
              1,
              w.dim(1) * conv.geometry().groups(),
              w.dim(2),
              w.dim(3),
              w.dim(0),
              w.dim(2),
              w.dim(3),
              conv.geometry());
      packed =
          Optional.of(
              PackedWeights.of(workers, shape, HostStorage.floats(w), w.offset(), numerics));
    }
  }

  private void fold(ChannelNorm norm) {
    Operand to = foldedWeight.orElseThrow();
    Operand toBias = foldedBias.orElseThrow();
    float[] from = HostStorage.floats(weight());
    float[] folded = HostStorage.floats(to);
    int channels = to.dim(0);
    int perChannel = channels == 0 ? 0 : to.elements() / channels;
    for (int c = 0; c < channels; c++) {
      double s = at(norm.scale(), c) / Math.sqrt(at(norm.variance(), c) + norm.epsilon());
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        folded[to.offset() + i] = (float) (from[weight().offset() + i] * s);
      }
      double b = step.in().size() == 3 ? at(step.in().get(2), c) : 0;
      HostStorage.floats(toBias)[toBias.offset() + c] =
          (float) ((b - at(norm.mean(), c)) * s + at(norm.shift(), c));
    }
  }

  private double at(int value, int channel) {
    Operand operand = fixed.get(value);
    return HostStorage.floats(operand)[operand.offset() + channel];
  }

  /** The weight to multiply by. */
  Operand product() {
    return foldedWeight.orElseGet(this::weight);
  }

  /** The folded bias, present where batch normalisation was folded in. */
  Optional<Operand> bias() {
    return foldedBias;
  }

  /** Packed weights of a convolution. */
  Optional<PackedWeights> packed() {
    return packed;
  }

  /** Packed weight of a linear layer without residual. */
  Optional<PackedMatrix> matrix() {
    return matrix;
  }

  @Override
  public void close() {
    foldedWeight.ifPresent(w -> memory.release(w.storage()));
    foldedBias.ifPresent(b -> memory.release(b.storage()));
  }
}
