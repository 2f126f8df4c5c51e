package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How pictures are prepared.
 *
 * @param minSize the shorter side in pixels after resizing
 * @param maxSize the longer side is at most this, even where the shorter becomes less than {@code
 *     minSize}
 * @param imageMean subtracted from each channel
 * @param imageStd divides each channel after that
 */
public record TransformConfig(
    @JsonProperty("min_size") int minSize,
    @JsonProperty("max_size") int maxSize,
    @JsonProperty("image_mean") List<Double> imageMean,
    @JsonProperty("image_std") List<Double> imageStd) {
  /** Padded sides are multiples of this: the cell of the coarsest stage of the body. */
  public static final int SIZE_DIVISOR = 32;

  private static final int LARGEST_SIZE = 16_384;

  public TransformConfig {
    imageMean = List.copyOf(imageMean);
    imageStd = List.copyOf(imageStd);
    Require.that(
        Math.min(minSize, maxSize) >= 1 && Math.max(minSize, maxSize) <= LARGEST_SIZE,
        "min_size and max_size",
        "1 to " + LARGEST_SIZE,
        minSize + " and " + maxSize);
    Require.that(
        !imageMean.isEmpty() && imageMean.size() == imageStd.size(),
        "image_mean and image_std",
        "one number a channel each",
        imageMean + " and " + imageStd);
    Require.that(
        imageMean.stream().allMatch(Double::isFinite)
            && imageStd.stream().allMatch(s -> Double.isFinite(s) && s > 0),
        "image_mean and image_std",
        "finite means and positive deviations",
        imageMean + " and " + imageStd);
  }

  /** Number of channels of the pictures. */
  public int channels() {
    return imageMean.size();
  }
}
