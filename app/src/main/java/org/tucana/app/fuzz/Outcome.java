package org.tucana.app.fuzz;

import java.util.Arrays;

/** What came of reading a file. */
sealed interface Outcome {

  /** It was read. */
  record Accepted() implements Outcome {}

  /**
   * It was refused as it should be.
   *
   * @param message the refusal
   */
  record Refused(String message) implements Outcome {}

  /**
   * The reader is at fault.
   *
   * @param kind what equal faults have in common
   * @param message what is wrong with this file's reading
   */
  record Fault(String kind, String message) implements Outcome {
    /** Something was thrown that should not be. */
    static Fault of(String what, Throwable thrown) {
      return new Fault(what + " at " + place(thrown), String.valueOf(thrown.getMessage()));
    }

    private static String place(Throwable thrown) {
      StackTraceElement[] frames = thrown.getStackTrace();
      return Arrays.stream(frames)
          .filter(frame -> frame.getClassName().startsWith("org.tucana."))
          .findFirst()
          .or(() -> Arrays.stream(frames).findFirst())
          .map(frame ->
              frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
          .orElse("an unknown place");
    }
  }
}
