package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.core.Op;

/**
 * One kernel call of a plan: an operator and what it does to its output before storing it, in this
 * order: batch normalisation, adding a residual, ReLU.
 *
 * @param op the operator
 * @param in values it reads
 * @param out values it writes; those between the operator and the last thing fused vanish
 * @param batchNorm normalisation to be folded into the operator's weight and bias
 * @param residual a value of the output's type that is added
 * @param relu whether negative results become zero
 * @param path the module of the operator
 */
public record FusedStep(
    Op op,
    List<Integer> in,
    List<Integer> out,
    Optional<ChannelNorm> batchNorm,
    OptionalInt residual,
    boolean relu,
    String path) {

  /** Batch normalisation with given statistics; scale, shift, mean and variance are values. */
  public record ChannelNorm(double epsilon, int scale, int shift, int mean, int variance) {}

  public FusedStep {
    in = List.copyOf(in);
    out = List.copyOf(out);
  }

  /** All values it reads while it runs; what is folded into weights is read before. */
  public List<Integer> reads() {
    List<Integer> reads = new ArrayList<>(in);
    residual.ifPresent(reads::add);
    return reads;
  }

  /** The steps whose weights it multiplies by: itself, or those of a chain. */
  public List<FusedStep> products() {
    return op instanceof StepChain chain ? chain.stages() : List.of(this);
  }

  FusedStep withBatchNorm(ChannelNorm norm, int result) {
    return new FusedStep(op, in, List.of(result), Optional.of(norm), residual, relu, path);
  }

  FusedStep withResidual(int value, int result) {
    return new FusedStep(op, in, List.of(result), batchNorm, OptionalInt.of(value), relu, path);
  }

  FusedStep withRelu(int result) {
    return new FusedStep(op, in, List.of(result), batchNorm, residual, true, path);
  }

  /** The operator's name and what was fused into it, for instance {@code conv2d+add+relu}. */
  public String name() {
    StringBuilder name = new StringBuilder(op.name());
    if (batchNorm.isPresent()) {
      name.append("+batchNorm");
    }
    if (residual.isPresent()) {
      name.append("+add");
    }
    if (relu) {
      name.append("+relu");
    }
    return name.toString();
  }
}
