package org.tucana.nn.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The pictures that a model takes.
 *
 * @param channels number of channels
 * @param height rows of the pictures it was trained on
 * @param width columns of these
 * @param stretch name of the stretch that maps a file's samples to [0, 1]
 * @param mean subtracted from each channel after the stretch
 * @param deviation divides each channel after that
 */
public record InputFormat(
    @JsonProperty(required = true) int channels,
    @JsonProperty(required = true) int height,
    @JsonProperty(required = true) int width,
    @JsonProperty(required = true) String stretch,
    @JsonProperty(required = true) List<Double> mean,
    @JsonProperty(required = true) List<Double> deviation) {
  private static final int MOST_CHANNELS = 4096;
  private static final int LONGEST_SIDE = 65_536;

  public InputFormat {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "input: channels must lie in 1.." + MOST_CHANNELS + ", got " + channels);
    }
    if (height < 1 || height > LONGEST_SIDE || width < 1 || width > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "input: height and width must lie in 1.."
              + LONGEST_SIDE
              + ", got "
              + height
              + "x"
              + width);
    }
    if (mean.size() != channels || deviation.size() != channels) {
      throw new IllegalArgumentException(
          "input: "
              + channels
              + " channels need as many means and deviations, got "
              + mean.size()
              + " and "
              + deviation.size());
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> Double.isFinite(d) && d > 0)) {
      throw new IllegalArgumentException(
          "input: means must be finite and deviations positive, got " + mean + " and " + deviation);
    }
  }
}
