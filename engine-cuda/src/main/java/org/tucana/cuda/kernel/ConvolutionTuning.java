package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Arguments.suffix;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.kernel.ConvolutionCall.Choice;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.StructWriter;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.memory.OutOfMemoryException;

/**
 * Choosing by the clock without a change in results: of the deterministic algorithms, those whose
 * results have the bits of the rule's choice compete, on drawn numbers: given ones may be zeros, of
 * which all sums agree. It waits for the device, so that only plans do it, before they are
 * captured. What there is no room to try does not compete.
 */
record ConvolutionTuning(Device device, Pointwise pointwise) {
  private static final int TIMES = 3;
  private static final int STREAM_BYTES = 16;

  /** Finds the fastest way to compute a call, once; the call's result is left alone. */
  void tune(ConvolutionCall call) {
    if (device.algorithms().isTuned(call.form())) {
      return;
    }
    try {
      compete(call);
    } catch (OutOfMemoryException e) {
      device.algorithms().leaveToRule(call.form());
    }
  }

  private void compete(ConvolutionCall call) {
    try (Scratch scratch = device.scratch("choice of a convolution")) {
      ConvolutionProblem problem = call.problem();
      Operand x = drawn(problem.x().type(), 0, scratch);
      Operand weight = drawn(problem.weight().type(), 1, scratch);
      Operand y = drawn(problem.y().type(), 2, scratch);
      Operand result =
          switch (call.direction()) {
            case FORWARD -> y;
            case INPUT_GRADIENT -> x;
            case WEIGHT_GRADIENT -> weight;
          };
      ConvolutionCall trial =
          call.on(
              new ConvolutionData(
                  DeviceStorage.address(x),
                  DeviceStorage.address(weight),
                  DeviceStorage.address(y)));
      Optional<Choice> byRule = device.algorithms().run(trial, scratch::block);
      HostTensor expected = device.memory().download(result);
      device
          .algorithms()
          .tuned(call.form(), byRule.map(choice -> fastest(trial, choice, result, expected)));
    }
  }

  /** Numbers uniform in [-1, 1). */
  private Operand drawn(TensorType type, int seed, Scratch scratch) {
    Operand numbers = scratch.operand(type);
    device
        .launcher()
        .each(
            KernelFile.RANDOM,
            "random_uniform" + suffix(type.dtype()),
            type.shape().elements(),
            number((long) type.shape().elements()),
            new StructWriter(STREAM_BYTES).number(seed).struct(),
            number(0L),
            number(-1.0),
            number(1.0),
            address(numbers));
    return numbers;
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

  /** The median time of some runs; infinite where the result has other bits or there is no room. */
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
    } catch (OutOfMemoryException e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
