package org.tucana.decomposition.rewrite;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.InputWatch;

/**
 * The smallest and the largest value that each layer was given while a network ran, and for some
 * layers what they were given last.
 */
public final class InputRanges implements InputWatch {
  /** Levels of a byte, but for the one that is zero. */
  private static final int STEPS = 255;

  private final Set<String> remembered;
  private final Map<String, Range> seen = new HashMap<>();
  private final Map<String, HostTensor> last = new HashMap<>();

  /**
   * @param remembered full names of the layers of which the last input is kept
   */
  InputRanges(Set<String> remembered) {
    this.remembered = Set.copyOf(remembered);
  }

  /** Zero is in every range: padding is made of it. */
  private record Range(double low, double high) {
    static final Range ZERO = new Range(0, 0);

    /** NaN where any value is. */
    Range over(float... values) {
      double least = low;
      double most = high;
      for (float value : values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      return new Range(least, most);
    }
  }

  @Override
  public void input(String layer, Tensor input) {
    HostTensor values = input.read();
    if (values.shape().elements() > 0) {
      seen.put(layer, seen.getOrDefault(layer, Range.ZERO).over(values.toFloats()));
      if (remembered.contains(layer)) {
        last.put(layer, values);
      }
    }
  }

  /** What a remembered layer was given last, of what holds a number; there is such. */
  HostTensor last(String layer) {
    return last.get(layer);
  }

  /**
   * 256 levels from the smallest to the largest value that a layer was given, moved by up to half a
   * step so that zero is one of them.
   *
   * @throws FormatException where it was given none, or one that is not finite
   */
  Levels levels(String layer) {
    Range range = seen.get(layer);
    if (range == null) {
      throw new FormatException(
          "int8: layer "
              + layer
              + " was given nothing on the calibration pictures; take more of them, or others in"
              + " which the model finds something");
    }
    double step = (range.high - range.low) / STEPS;
    if (!Double.isFinite(step)) {
      throw new FormatException(
          "int8: layer "
              + layer
              + " was given values that are not finite on the calibration pictures; take other"
              + " pictures or another model");
    }
    if (step == 0) {
      return new Levels(1, 0, STEPS);
    }
    int lowest = (int) Math.rint(range.low / step);
    return new Levels(step, lowest, lowest + STEPS);
  }
}
