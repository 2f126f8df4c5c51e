package org.tucana.decomposition.rank;

import java.util.Optional;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.nn.module.LayerForm;

/**
 * A layer that may be stored as factors, and what its cost depends on.
 *
 * @param name its full name in the network
 * @param kind what it is
 * @param weightShape [K,C/G,R,S] of a convolution, [out,in] of a linear layer
 * @param groups G of a convolution, 1 of a linear layer
 * @param inPositions places at which its input lies in one pass of the network: rows times columns
 *     of a convolution's input, rows of a linear layer's, times the calls or regions
 * @param outPositions places at which its output lies, counted alike
 * @param weight the values, where the network has any
 */
public record CandidateLayer(
    String name,
    Kind kind,
    Shape weightShape,
    int groups,
    long inPositions,
    long outPositions,
    Optional<HostTensor> weight) {

  /** What a layer is. */
  public enum Kind {
    CONVOLUTION,
    LINEAR
  }

  public CandidateLayer {
    int axes = kind == Kind.CONVOLUTION ? 4 : 2;
    if (weightShape.rank() != axes || weightShape.elements() == 0) {
      throw new ShapeException(
          "layer "
              + name
              + ": a weight of "
              + axes
              + " axes without empty ones wanted, got "
              + weightShape);
    }
    if (groups < 1
        || weightShape.dim(0) % groups != 0
        || (kind == Kind.LINEAR && groups > 1)
        || inPositions < 1
        || outPositions < 1) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s: %d groups of %d outputs at %d and %d positions cannot be",
              name, groups, weightShape.dim(0), inPositions, outPositions));
    }
    if (weight.isPresent() && !weight.get().shape().equals(weightShape)) {
      throw new ShapeException(
          "layer " + name + ": weight " + weightShape + " wanted, got " + weight.get().shape());
    }
  }

  /** The same layer with other values, or none. */
  public CandidateLayer withWeight(Optional<HostTensor> other) {
    return new CandidateLayer(name, kind, weightShape, groups, inPositions, outPositions, other);
  }

  /** What it is, in words: {@code 3x3 64 to 64} or {@code 1024 to 4}. */
  public String describe() {
    String kernel = kind == Kind.LINEAR ? "" : weightShape.dim(2) + "x" + weightShape.dim(3) + " ";
    String grouped = groups == 1 ? "" : " in " + groups + " groups";
    return kernel + groups * inChannels() + " to " + weightShape.dim(0) + grouped;
  }

  /** Output channels of one group, or outputs. */
  public int outChannels() {
    return weightShape.dim(0) / groups;
  }

  /** Input channels of one group, or inputs. */
  public int inChannels() {
    return weightShape.dim(1);
  }

  /** Positions of the kernel; 1 for a linear layer. */
  public int kernelElements() {
    return kind == Kind.LINEAR ? 1 : weightShape.dim(2) * weightShape.dim(3);
  }

  /** Numbers in the weight; a bias stays whatever the form, and is not counted. */
  public long parameters() {
    return weightShape.elements();
  }

  /** Numbers in the weights of the form. */
  public long parameters(LayerForm form) {
    return FormPart.of(this, form).stream().mapToLong(FormPart::parameters).sum();
  }

  /** Multiply-accumulates of one pass. */
  public long macs() {
    return parameters() * outPositions;
  }

  /** Multiply-accumulates of one pass in the form. */
  public long macs(LayerForm form) {
    return FormPart.of(this, form).stream().mapToLong(FormPart::macs).sum();
  }

  /**
   * Refuses a form that the layer cannot have: of another kind of layer, or with a rank beyond its
   * sizes.
   *
   * @throws org.tucana.core.type.FormatException naming the layer, the rank and its limit
   */
  public void requireFits(LayerForm form) {
    FormLimits.check(this, form);
  }
}
