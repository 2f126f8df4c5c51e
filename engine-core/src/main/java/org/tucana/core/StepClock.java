package org.tucana.core;

import java.util.Arrays;
import java.util.List;

/** Times the steps of one run. */
public final class StepClock implements StepObserver {
  private static final double MILLIS_A_NANO = 1e-6;

  private final Runnable settle;
  private final double[] millis;
  private long began;

  /**
   * @param steps number of steps
   * @param settle waits until what was queued is done
   */
  public StepClock(int steps, Runnable settle) {
    this.settle = settle;
    millis = new double[steps];
  }

  @Override
  public void before(int step) {
    settle.run();
    began = System.nanoTime();
  }

  @Override
  public void after(int step) {
    settle.run();
    millis[step] = (System.nanoTime() - began) * MILLIS_A_NANO;
  }

  /** Milliseconds of each step. */
  public List<Double> millis() {
    return Arrays.stream(millis).boxed().toList();
  }
}
