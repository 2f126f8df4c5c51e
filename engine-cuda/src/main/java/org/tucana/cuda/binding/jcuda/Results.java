package org.tucana.cuda.binding.jcuda;

import java.util.function.IntFunction;
import org.tucana.core.type.BackendException;

/** Turns result codes into errors. */
final class Results {
  private Results() {}

  /** Refuses any code but 0, with the library's words for it. */
  static void check(String call, int code, IntFunction<String> words) {
    if (code != 0) {
      throw new BackendException(
          "cuda: " + call + " failed with " + words.apply(code) + " (" + code + ")");
    }
  }
}
