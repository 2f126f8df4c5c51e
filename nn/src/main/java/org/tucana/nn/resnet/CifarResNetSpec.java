package org.tucana.nn.resnet;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.BatchNormSpec;

/**
 * What a residual network for small pictures is (He et al., "Deep residual learning for image
 * recognition", CVPR 2016, section 4.2): 6n+2 layers, shortcuts without parameters.
 *
 * @param blocks n, residual blocks of each of the three stages
 * @param inChannels channels of the pictures
 * @param norm what its batch normalisations are
 */
public record CifarResNetSpec(int blocks, int inChannels, BatchNormSpec norm) {
  /** Number of stages. */
  public static final int STAGES = 3;

  private static final String PREFIX = "cifar_resnet";
  private static final int STEM_WIDTH = 16;
  private static final List<Integer> PUBLISHED_BLOCKS = List.of(3, 5, 7, 9);

  public CifarResNetSpec {
    if (blocks < 1 || inChannels < 1) {
      throw new IllegalArgumentException(
          "cifar resnet: at least one block a stage and one channel wanted, got "
              + blocks
              + " and "
              + inChannels);
    }
  }

  /** Names of the published networks: cifar_resnet20, 32, 44 and 56. */
  static List<String> names() {
    return PUBLISHED_BLOCKS.stream().map(CifarResNetSpec::name).toList();
  }

  private static String name(int blocks) {
    return PREFIX + (2 * STAGES * blocks + 2);
  }

  /**
   * A published network by name.
   *
   * @throws FormatException where there is none of that name
   */
  public static CifarResNetSpec named(String name, int inChannels, BatchNormSpec norm) {
    return IntStream.range(0, PUBLISHED_BLOCKS.size())
        .map(PUBLISHED_BLOCKS::get)
        .filter(blocks -> name(blocks).equals(name))
        .mapToObj(blocks -> new CifarResNetSpec(blocks, inChannels, norm))
        .findFirst()
        .orElseThrow(() -> ResidualClassifier.unknown(name, names()));
  }

  /** Channels of a stage's blocks, stages counted from 0. */
  public int stageWidth(int stage) {
    return STEM_WIDTH << stage;
  }
}
