package org.tucana.nn.train;

import java.time.Duration;
import java.util.Optional;

/**
 * When a training run pauses; none of it changes the bytes of the result.
 *
 * @param timeLimit no step begins after this much time; the state is saved and can be resumed
 * @param checkpointEvery steps between checkpoints, 0 for the last one only
 * @param evaluateEvery steps between evaluations, 0 for none
 */
public record TrainPace(Optional<Duration> timeLimit, long checkpointEvery, long evaluateEvery) {
  public TrainPace {
    if (checkpointEvery < 0 || evaluateEvery < 0) {
      throw new IllegalArgumentException("training: intervals must not be negative");
    }
  }

  public static TrainPace unhurried() {
    return new TrainPace(Optional.empty(), 0, 0);
  }
}
