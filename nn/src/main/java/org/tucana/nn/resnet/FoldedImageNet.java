package org.tucana.nn.resnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.StateDict;

/**
 * First values of a body from ImageNet weights into whose convolutions the batch normalisations
 * were folded: {@code layer1.0.conv1.weight} with {@code layer1.0.conv1.bias} and so on. Each
 * normalisation becomes the identity with the bias as its shift, so that the body computes the
 * folded network whenever running statistics normalise (frozen, or evaluation mode).
 */
public final class FoldedImageNet {
  private static final Pattern CONVOLUTION =
      Pattern.compile("(?<block>.*\\.)?(?:conv(?<number>\\d)|downsample\\.0)(?:\\.\\d)?\\.weight");

  /** Channels of the pictures that the weights were trained on. */
  private static final int COLOURS = 3;

  private FoldedImageNet() {}

  /**
   * Assigns what the weights hold. A convolution without weights there, and its normalisation, keep
   * what they have; so does all else: make the body with drawn values. For pictures of other than
   * three channels the first convolution gets the mean of its colours' weights, scaled so that grey
   * pictures give the same.
   *
   * @param source file name, for messages
   * @return full names of the convolution weights for which there was nothing, factors included
   * @throws FormatException where the weights are of another architecture
   */
  public static List<String> load(ResNetBody body, String source, Map<String, HostTensor> folded) {
    String prefix = body.path().isEmpty() ? "" : body.path() + ".";
    Map<String, HostTensor> values = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String full : body.state().keySet()) {
      String name = full.substring(prefix.length());
      Matcher convolution = CONVOLUTION.matcher(name);
      if (!convolution.matches()) {
        continue;
      }
      HostTensor weight = folded.get(name);
      HostTensor bias = folded.get(name.replaceFirst("weight$", "bias"));
      if (weight == null || bias == null) {
        missing.add(full);
        continue;
      }
      boolean stem = name.equals("conv1.weight");
      values.put(full, stem ? forChannels(weight, body.spec().inChannels()) : weight);
      putIdentity(values, prefix + normalization(convolution), bias, body.spec().norm().epsilon());
    }
    if (values.isEmpty()) {
      throw new FormatException(
          source
              + ": holds no convolution of a residual network, expected names such as"
              + " layer1.0.conv1.weight; use weights with folded batch normalisation");
    }
    StateDict.loadMatching(body, source, values, values::containsKey);
    return missing;
  }

  /** {@code conv2} is normalised by {@code bn2}, {@code downsample.0} by {@code downsample.1}. */
  private static String normalization(Matcher convolution) {
    String block = convolution.group("block");
    String number = convolution.group("number");
    return (block == null ? "" : block) + (number == null ? "downsample.1" : "bn" + number) + ".";
  }

  private static void putIdentity(
      Map<String, HostTensor> values, String norm, HostTensor shift, double epsilon) {
    values.put(norm + "weight", filled(shift.shape(), 1));
    values.put(norm + "bias", shift);
    values.put(norm + "running_mean", filled(shift.shape(), 0));
    values.put(norm + "running_var", filled(shift.shape(), (float) (1 - epsilon)));
  }

  private static HostTensor filled(Shape shape, float value) {
    float[] values = new float[shape.elements()];
    Arrays.fill(values, value);
    return HostTensor.of(shape, values);
  }

  static HostTensor forChannels(HostTensor weight, int channels) {
    Shape shape = weight.shape();
    if (channels == COLOURS || shape.rank() != 4 || shape.dim(1) != COLOURS) {
      return weight;
    }
    int area = shape.dim(2) * shape.dim(3);
    float[] colours = weight.toFloats();
    float[] values = new float[shape.dim(0) * channels * area];
    for (int out = 0; out < shape.dim(0); out++) {
      for (int p = 0; p < area; p++) {
        double sum = 0;
        for (int c = 0; c < COLOURS; c++) {
          sum += colours[(out * COLOURS + c) * area + p];
        }
        for (int c = 0; c < channels; c++) {
          values[(out * channels + c) * area + p] = (float) (sum / channels);
        }
      }
    }
    return HostTensor.of(shape.with(1, channels), values);
  }
}
