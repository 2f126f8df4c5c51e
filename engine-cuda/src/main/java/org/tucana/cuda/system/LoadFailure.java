package org.tucana.cuda.system;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a binding did not load, in one line. */
final class LoadFailure {
  // JCuda wraps the loader's message into some twenty lines of stack traces.
  private static final Pattern LOADER =
      Pattern.compile("java\\.lang\\.UnsatisfiedLinkError: (?!no )(.+)");

  private LoadFailure() {}

  static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher loader = LOADER.matcher(message);
    return loader.find() ? loader.group(1).strip() : message.lines().findFirst().orElse("");
  }
}
