package org.tucana.gpucheck;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells of tests as they end, and of all at the end. */
final class Results implements TestExecutionListener {
  private static final int FAILED = 1;
  private static final int NOTHING_RAN = 3;

  private final PrintStream out;
  private final Map<String, Integer> skipped = new TreeMap<>();
  private Optional<TestPlan> plan = Optional.empty();
  private int passed;
  private int failed;

  Results(PrintStream out) {
    this.out = out;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = Optional.of(started);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skip(reason);
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
          out.println("passed " + path(test));
        }
      }
      case ABORTED -> skip(result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
      case FAILED -> {
        failed++;
        out.println("FAILED " + path(test));
        result.getThrowable().ifPresent(e -> e.printStackTrace(out));
      }
    }
  }

  private synchronized void skip(String reason) {
    // JUnit puts words of its own before those of an assumption.
    String cause = reason.replaceFirst("^Assumption failed: ", "").replaceFirst("^skipped: ", "");
    skipped.merge(cause.lines().findFirst().orElse(""), 1, Integer::sum);
  }

  /** The names from the suite's down. */
  private String path(TestIdentifier test) {
    Optional<TestIdentifier> parent = plan.flatMap(p -> p.getParent(test));
    return parent.map(p -> path(p) + " > ").orElse("") + test.getDisplayName();
  }

  /** Prints the sums; the exit status. */
  synchronized int finish() {
    skipped.forEach((reason, count) -> out.println("skipped " + count + ": " + reason));
    int left = skipped.values().stream().mapToInt(Integer::intValue).sum();
    out.println(passed + " passed, " + failed + " failed, " + left + " skipped");
    if (failed > 0) {
      return FAILED;
    }
    return passed == 0 ? NOTHING_RAN : 0;
  }
}
