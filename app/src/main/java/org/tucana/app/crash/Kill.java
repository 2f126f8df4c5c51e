package org.tucana.app.crash;

import java.util.OptionalLong;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** When a process is killed. */
sealed interface Kill {
  /** The longest time between seeing that a file is written and the kill. */
  double MOST_DELAY = 10e6;

  /** Never: the process ends by itself. */
  record Never() implements Kill {}

  /** After so many nanoseconds. */
  record AtTime(long nanoseconds) implements Kill {}

  /** So many nanoseconds after the given file, counted from 1, is seen being written. */
  record AtWrite(int number, long delay) implements Kill {}

  /**
   * Draws one: uniformly over the time of an uninterrupted run, or at one of its writes, of which
   * the first are more often taken, since work that goes on has few left.
   *
   * @param key of the run's number
   * @param aimedShare the share of kills at writes
   */
  static Kill draw(RandomKey key, double aimedShare, Uninterrupted run) {
    Philox stream = key.stream();
    if (stream.nextDouble() >= aimedShare) {
      return new AtTime((long) (run.nanoseconds() * stream.nextDouble()));
    }
    double early = stream.nextDouble() * stream.nextDouble();
    double delay = stream.nextDouble() * stream.nextDouble() * MOST_DELAY;
    return new AtWrite(1 + (int) (early * run.writes()), (long) delay);
  }

  /**
   * How many nanoseconds to wait with the kill; empty while its moment is not in sight.
   *
   * @param time nanoseconds since the start
   * @param writes how many files were seen being written
   */
  default OptionalLong delay(long time, int writes) {
    return switch (this) {
      case Never _ -> OptionalLong.empty();
      case AtTime(long moment) -> time >= moment ? OptionalLong.of(0) : OptionalLong.empty();
      case AtWrite(int number, long delay) ->
          writes >= number ? OptionalLong.of(delay) : OptionalLong.empty();
    };
  }

  /**
   * How work goes that nobody kills.
   *
   * @param nanoseconds from start to end
   * @param writes how many files were seen being written
   */
  record Uninterrupted(long nanoseconds, int writes) {}
}
