package org.tucana.nn.resnet;

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

  /**
   * A published network by name: resnet18, resnet34, resnet50, resnet101, resnet152.
   *
   * @throws FormatException where there is none of that name
   */
  public static ResNetSpec named(String name, int inChannels, BatchNormSpec norm) {
    SequencedMap<String, ResNetSpec> known = new LinkedHashMap<>();
    known.put("resnet18", new ResNetSpec(BlockKind.BASIC, List.of(2, 2, 2, 2), inChannels, norm));
    known.put("resnet34", new ResNetSpec(BlockKind.BASIC, List.of(3, 4, 6, 3), inChannels, norm));
    BlockKind wide = BlockKind.BOTTLENECK;
    known.put("resnet50", new ResNetSpec(wide, List.of(3, 4, 6, 3), inChannels, norm));
    known.put("resnet101", new ResNetSpec(wide, List.of(3, 4, 23, 3), inChannels, norm));
    known.put("resnet152", new ResNetSpec(wide, List.of(3, 8, 36, 3), inChannels, norm));
    ResNetSpec found = known.get(name);
    if (found == null) {
      throw new FormatException(
          "architecture: there is no '"
              + name
              + "', expected one of "
              + String.join(", ", known.keySet())
              + "; choose one of these");
    }
    return found;
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
