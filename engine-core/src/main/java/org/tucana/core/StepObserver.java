package org.tucana.core;

/** Is told when the steps of a plan begin and end, by their numbers. */
public interface StepObserver {
  /** Looks away. */
  StepObserver NONE =
      new StepObserver() {
        @Override
        public void before(int step) {}

        @Override
        public void after(int step) {}
      };

  void before(int step);

  void after(int step);
}
