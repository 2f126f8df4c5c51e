package org.tucana.decomposition.rank;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.module.LayerForm;

/**
 * A mode of a layer's weight that gets a rank.
 *
 * @param layer the layer
 * @param name {@code in}, {@code out} or {@code rank}
 * @param axis of the weight: the mode's unfolding has a row for each of its indices
 * @param size the largest rank
 */
public record LayerMode(CandidateLayer layer, String name, int axis, int size) {
  static final String IN = "in";
  static final String OUT = "out";
  static final String RANK = "rank";

  private static final int FEW_CHANNELS = 5;

  /**
   * The modes that a layer's usual form has ranks for: {@code in} and {@code out} of a convolution,
   * {@code rank} of a linear layer and of a convolution without groups that is 1x1 or has so few
   * input channels, as a picture has, that to mix them first costs more than it saves.
   */
  public static List<LayerMode> of(CandidateLayer layer) {
    int in = layer.inChannels();
    int out = layer.outChannels();
    return isMatrix(layer)
        ? List.of(new LayerMode(layer, RANK, 0, Math.min(in * layer.kernelElements(), out)))
        : List.of(new LayerMode(layer, IN, 1, in), new LayerMode(layer, OUT, 0, out));
  }

  /** The usual form with ranks in the order of {@link #of}. */
  public static LayerForm form(CandidateLayer layer, List<Integer> ranks) {
    return isMatrix(layer)
        ? new LayerForm.Svd(ranks.getFirst())
        : new LayerForm.Tucker2(ranks.getFirst(), ranks.getLast());
  }

  private static boolean isMatrix(CandidateLayer layer) {
    return layer.kind() == Kind.LINEAR
        || (layer.groups() == 1
            && (layer.kernelElements() == 1 || layer.inChannels() <= FEW_CHANNELS));
  }

  /**
   * The singular values of the weight's unfolding along this mode, for each group: O x I*k*k for
   * the output channels, I x O*k*k for the input channels.
   *
   * @throws FormatException where the layer has no weight, or one that is all zeros or not finite
   */
  public List<Spectrum> spectra() {
    HostTensor weight =
        layer
            .weight()
            .orElseThrow(() ->
                new FormatException(
                    "layer "
                        + layer.name()
                        + ": these ranks follow from weights, which an architecture alone"
                        + " lacks; give --model, or choose fixed, ratio or a file"));
    try {
      return IntStream.range(0, layer.groups())
          .mapToObj(group -> Spectrum.of(group(weight, group), axis))
          .toList();
    } catch (FormatException e) {
      throw new FormatException("layer " + layer.name() + ": " + e.getMessage(), e);
    }
  }

  private HostTensor group(HostTensor weight, int group) {
    if (layer.groups() == 1) {
      return weight;
    }
    Shape shape = weight.shape().with(0, layer.outChannels());
    int from = group * shape.elements();
    return HostTensor.of(
        shape, Arrays.copyOfRange(weight.toFloats(), from, from + shape.elements()));
  }
}
