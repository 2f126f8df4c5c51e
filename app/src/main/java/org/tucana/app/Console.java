package org.tucana.app;

import org.tucana.nn.train.Progress;

/** Words for people: always on standard error, so that standard output holds results alone. */
public final class Console {
  private Console() {}

  /** One line about what went wrong. */
  static void error(String message) {
    System.err.println("tucana: " + message);
  }

  /** One line about what is going on. */
  public static void say(String message) {
    System.err.println(message);
  }

  /** True where bars and colours may be drawn; the launching script knows. */
  static boolean isTerminal() {
    return Boolean.getBoolean("tucana.terminal");
  }

  /** A bar on a terminal, nothing elsewhere. */
  public static Progress progress(String task, long total) {
    return isTerminal() ? Progress.bar(task, total) : Progress.none();
  }
}
