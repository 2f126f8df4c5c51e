package org.tucana.cuda.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.type.HostTensor;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.kernel.ConvolutionCall.Choice;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Choosing by the clock without a change in results: of the deterministic algorithms, those whose
 * results have the bits of the rule's choice, on the numbers at hand, compete. It waits for the
 * device, so that only plans do it, before they are captured.
 */
record ConvolutionTuning(Device device, Pointwise pointwise) {
  private static final int TIMES = 3;

  /** Finds the fastest way to compute a call, once; the call's result is left alone. */
  void tune(ConvolutionCall call) {
    if (device.algorithms().isTuned(call.form())) {
      return;
    }
    try (Scratch scratch = device.scratch("choice of a convolution")) {
      Operand result = scratch.operand(call.resultType());
      ConvolutionCall trial = call.into(DeviceStorage.address(result));
      Optional<Choice> byRule = device.algorithms().run(trial, scratch::block);
      HostTensor expected = device.memory().download(result);
      device
          .algorithms()
          .tuned(call.form(), byRule.map(choice -> fastest(trial, choice, result, expected)));
    }
  }

  private Choice fastest(
      ConvolutionCall trial, Choice byRule, Operand result, HostTensor expected) {
    Choice best = byRule;
    double least = milliseconds(trial, byRule, result, expected);
    for (ConvolutionAlgorithm algorithm : ConvolutionAlgorithm.deterministic(trial.direction())) {
      Optional<Choice> other =
          algorithm == byRule.algorithm()
              ? Optional.empty()
              : device.algorithms().choice(trial, algorithm, byRule.finishes());
      if (other.isPresent()) {
        double time = milliseconds(trial, other.get(), result, expected);
        if (time < least) {
          best = other.get();
          least = time;
        }
      }
    }
    return best;
  }

  /** The median time of some runs; infinite where the result has other bits. */
  private double milliseconds(
      ConvolutionCall trial, Choice choice, Operand result, HostTensor expected) {
    try (Scratch scratch = device.scratch("choice of a convolution")) {
      DeviceBlock work = scratch.block(choice.workBytes());
      pointwise.fill(Double.NaN, result);
      if (!trial.run(device.dnn(), choice, work)
          || !Objects.deepEquals(expected.array(), device.memory().download(result).array())) {
        return Double.POSITIVE_INFINITY;
      }
      double[] times = new double[TIMES];
      Arrays.setAll(
          times, i -> device.launcher().milliseconds(() -> trial.run(device.dnn(), choice, work)));
      Arrays.sort(times);
      return times[TIMES / 2];
    }
  }
}
