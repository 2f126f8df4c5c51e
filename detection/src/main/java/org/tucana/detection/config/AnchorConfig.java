package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The reference boxes of region proposals, one list for each level of the pyramid, finest first.
 *
 * @param anchorSizes square roots of the anchors' areas, in pixels
 * @param aspectRatios heights over widths
 */
public record AnchorConfig(
    @JsonProperty("anchor_sizes") List<List<Float>> anchorSizes,
    @JsonProperty("aspect_ratios") List<List<Float>> aspectRatios) {
  /** Levels of the pyramid: four stages of the body and one pooled from the last. */
  public static final int LEVELS = 5;

  public AnchorConfig {
    anchorSizes = anchorSizes.stream().map(List::copyOf).toList();
    aspectRatios = aspectRatios.stream().map(List::copyOf).toList();
    Require.that(
        anchorSizes.size() == LEVELS && aspectRatios.size() == LEVELS,
        "anchor_sizes and aspect_ratios",
        "one list for each of " + LEVELS + " levels",
        anchorSizes.size() + " and " + aspectRatios.size() + " lists");
    checkPositive(anchorSizes, "anchor_sizes");
    checkPositive(aspectRatios, "aspect_ratios");
    int perCell = anchorSizes.getFirst().size() * aspectRatios.getFirst().size();
    for (int level = 0; level < LEVELS; level++) {
      Require.that(
          anchorSizes.get(level).size() * aspectRatios.get(level).size() == perCell,
          "anchor_sizes times aspect_ratios",
          "as many anchors on each level, since one head serves all",
          "other numbers on level " + level);
    }
  }

  private static void checkPositive(List<List<Float>> lists, String key) {
    Require.that(
        lists.stream().allMatch(l -> !l.isEmpty() && l.stream().allMatch(AnchorConfig::isUsable)),
        key,
        "at least one positive number a level",
        lists);
  }

  private static boolean isUsable(float value) {
    return Float.isFinite(value) && value > 0;
  }

  /** One size and the ratios 1/2, 1 and 2 on each level. */
  public static AnchorConfig ofSizes(float... sizes) {
    List<List<Float>> perLevel = new ArrayList<>();
    for (float size : sizes) {
      perLevel.add(List.of(size));
    }
    return new AnchorConfig(perLevel, Collections.nCopies(sizes.length, List.of(0.5f, 1f, 2f)));
  }

  public int anchorsPerCell() {
    return anchorSizes.getFirst().size() * aspectRatios.getFirst().size();
  }
}
