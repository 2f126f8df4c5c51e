package org.tucana.nn.resnet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.StateDict;

/**
 * First values of a body from public weights of a classifier: torchvision's state dicts, whose
 * normalisations are taken as they are, or weights into which they were folded ({@link
 * FoldedImageNet}). What knows the classes, {@code fc}, is left out.
 */
public final class ImageNetBody {
  private static final String STEM = "conv1.weight";
  private static final String STEM_MEAN = "bn1.running_mean";

  private ImageNetBody() {}

  /**
   * Assigns what the weights hold. For pictures of other than three channels the first convolution
   * is adapted, see {@link FoldedImageNet#load}.
   *
   * @param source file name, for messages
   * @return full names of weights for which there was nothing: they keep what they have
   * @throws FormatException where the weights are of another architecture
   */
  public static List<String> load(ResNetBody body, String source, Map<String, HostTensor> weights) {
    if (!weights.containsKey(STEM_MEAN)) {
      return FoldedImageNet.load(body, source, weights);
    }
    String prefix = body.path().isEmpty() ? "" : body.path() + ".";
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (String full : body.state().keySet()) {
      String name = full.substring(prefix.length());
      HostTensor value = weights.get(name);
      if (value != null) {
        values.put(
            full,
            name.equals(STEM)
                ? FoldedImageNet.forChannels(value, body.spec().inChannels())
                : value);
      }
    }
    return StateDict.loadMatching(body, source, values, name -> true);
  }

  /**
   * The published network whose body has weights of these names: those of its stages and blocks, no
   * more and no fewer. Empty where there is none, as when stages are missing.
   *
   * @param prefix before the names of the body, for example {@code backbone.body.}
   */
  public static Optional<String> architecture(Set<String> names, String prefix) {
    return ResNetSpec.names().stream()
        .filter(name ->
            isOf(
                ResNetSpec.named(name, 1, BatchNormSpec.frozen()),
                weight -> names.contains(prefix + weight + ".weight")))
        .findFirst();
  }

  private static boolean isOf(ResNetSpec spec, Predicate<String> present) {
    String last = spec.block() == ResNetSpec.BlockKind.BOTTLENECK ? ".conv3" : ".conv2";
    String beyond = spec.block() == ResNetSpec.BlockKind.BOTTLENECK ? ".conv4" : ".conv3";
    return IntStream.range(0, ResNetSpec.STAGES)
        .allMatch(stage -> {
          String layer = "layer" + (stage + 1) + ".";
          int depth = spec.depths().get(stage);
          return IntStream.range(0, depth)
                  .mapToObj(block -> layer + block)
                  .allMatch(block -> present.test(block + last) && !present.test(block + beyond))
              && !present.test(layer + depth + last);
        });
  }
}
