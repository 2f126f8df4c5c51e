package org.tucana.bench.study;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.tucana.detection.maskrcnn.TimedNetworks.Stage;

/**
 * One turn of a detector; times and energy are those of one picture.
 *
 * @param millis milliseconds from the picture in memory to its pasted masks
 * @param stages milliseconds of these in each network; the rest lies between the networks
 * @param joules of the processors, where they tell
 */
record TimedTurn(double millis, Map<Stage, Double> stages, OptionalDouble joules) {
  TimedTurn {
    stages = new EnumMap<>(stages);
  }
}
