package org.tucana.app.crash;

import java.util.List;
import org.tucana.core.type.FormatException;

/** The works that can be killed. */
public final class CrashWorks {
  private static final List<CrashWork> ALL =
      List.of(
          new TrainingWork("training", 40, 0.2),
          new TrainingWork("checkpointing", 20, 1),
          new DetectWork(6),
          new CompressWork());

  private CrashWorks() {}

  /** The names, in the order in which they run. */
  public static List<String> names() {
    return ALL.stream().map(CrashWork::name).toList();
  }

  /**
   * One of them.
   *
   * @throws FormatException where there is none of that name
   */
  public static CrashWork named(String name) {
    return ALL.stream()
        .filter(work -> work.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new FormatException(
                "crash-test: there is no work '" + name + "'; choose among " + names()));
  }
}
