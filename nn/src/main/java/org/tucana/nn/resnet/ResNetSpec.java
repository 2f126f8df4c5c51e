package org.tucana.nn.resnet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.BatchNormSpec;

/**
 * What a residual network is (He et al., "Deep residual learning for image recognition", CVPR 2016,
 * table 1; the stride of a bottleneck sits in its 3x3 convolution, as torchvision has it).
 *
 * @param block the residual block
 * @param depths blocks of the four stages
 * @param inChannels channels of the pictures
 * @param norm what its batch normalisations are
 */
public record ResNetSpec(
    BlockKind block, List<Integer> depths, int inChannels, BatchNormSpec norm) {
  /** The two residual blocks. */
  public enum BlockKind {
    /** Two 3x3 convolutions. */
    BASIC(1),
    /** A 1x1, a 3x3 and a widening 1x1 convolution. */
    BOTTLENECK(4);

    private final int expansion;

    BlockKind(int expansion) {
      this.expansion = expansion;
    }

    /** Output channels of a block for each of its inner channels. */
    public int expansion() {
      return expansion;
    }
  }

  /** Number of stages, C2 to C5. */
  public static final int STAGES = 4;

  private static final SequencedMap<String, Blocks> PUBLISHED = published();

  /** The blocks of a published network. */
  private record Blocks(BlockKind kind, List<Integer> depths) {}

  private static SequencedMap<String, Blocks> published() {
    SequencedMap<String, Blocks> known = new LinkedHashMap<>();
    known.put("resnet18", new Blocks(BlockKind.BASIC, List.of(2, 2, 2, 2)));
    known.put("resnet34", new Blocks(BlockKind.BASIC, List.of(3, 4, 6, 3)));
    known.put("resnet50", new Blocks(BlockKind.BOTTLENECK, List.of(3, 4, 6, 3)));
    known.put("resnet101", new Blocks(BlockKind.BOTTLENECK, List.of(3, 4, 23, 3)));
    known.put("resnet152", new Blocks(BlockKind.BOTTLENECK, List.of(3, 8, 36, 3)));
    return Collections.unmodifiableSequencedMap(known);
  }

  public ResNetSpec {
    depths = List.copyOf(depths);
    if (depths.size() != STAGES || depths.stream().anyMatch(d -> d < 1) || inChannels < 1) {
      throw new IllegalArgumentException(
          "resnet: four stages of at least one block and at least one channel wanted, got "
              + depths
              + " and "
              + inChannels);
    }
  }

  /** Names of the published networks: resnet18, 34, 50, 101 and 152. */
  public static List<String> names() {
    return List.copyOf(PUBLISHED.keySet());
  }

  /**
   * A published network by name.
   *
   * @throws FormatException where there is none of that name
   */
  public static ResNetSpec named(String name, int inChannels, BatchNormSpec norm) {
    Blocks found = PUBLISHED.get(name);
    if (found == null) {
      throw ResidualClassifier.unknown(name, names());
    }
    return new ResNetSpec(found.kind, found.depths, inChannels, norm);
  }

  /** Inner channels of a stage's blocks, stages counted from 0. */
  public int stageWidth(int stage) {
    return 64 << stage;
  }

  /** Channels of a stage's output: C2 is stage 0. */
  public int stageChannels(int stage) {
    return stageWidth(stage) * block.expansion();
  }
}
