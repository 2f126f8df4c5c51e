package org.tucana.detection.train;

import java.util.List;
import org.tucana.detection.structure.Example;

/**
 * Where the examples of each step come from; the same step gives the same examples. They are drawn
 * on another thread than the one that computes, while it computes the step before.
 */
public interface ExampleSource {
  /**
   * The examples of one step.
   *
   * @param step counted from 0
   */
  List<Example> batch(long step);

  /** The data in words: what they are, how many, from which seed. */
  String description();
}
