package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The head that outlines detections.
 *
 * @param layers channels of each of its convolutions
 * @param width channels of the transposed convolution after them
 */
public record MaskConfig(
    @JsonProperty("mask_layers") List<Integer> layers, @JsonProperty("mask_width") int width) {
  public MaskConfig {
    layers = List.copyOf(layers);
    Require.that(
        !layers.isEmpty() && layers.stream().allMatch(w -> w >= 1 && w <= Widths.LARGEST),
        "mask_layers",
        "at least one width of 1 to " + Widths.LARGEST,
        layers);
    Require.that(
        width >= 1 && width <= Widths.LARGEST, "mask_width", "1 to " + Widths.LARGEST, width);
  }

  /** torchvision's defaults. */
  public static MaskConfig defaults() {
    return new MaskConfig(List.of(256, 256, 256, 256), 256);
  }
}
