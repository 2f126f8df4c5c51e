package org.tucana.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * What is known of one step.
 *
 * @param step counted from 1: how many steps were trained after it
 * @param losses by name
 * @param total their sum, which is minimised
 * @param rate the learning rate of a group with factor 1
 * @param gradientNorm norm of all gradients before clipping, where it was wanted
 * @param seconds duration of the step
 * @param figures of an evaluation after the step; empty without one
 */
public record TrainStep(
    long step,
    SequencedMap<String, Double> losses,
    double total,
    double rate,
    OptionalDouble gradientNorm,
    double seconds,
    SequencedMap<String, Double> figures) {
  public TrainStep {
    losses = copy(losses);
    figures = copy(figures);
  }

  TrainStep withFigures(SequencedMap<String, Double> evaluated) {
    return new TrainStep(step, losses, total, rate, gradientNorm, seconds, evaluated);
  }

  private static SequencedMap<String, Double> copy(Map<String, Double> values) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }
}
