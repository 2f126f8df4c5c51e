package org.tucana.app.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.type.FormatException;
import org.tucana.nn.train.Progress;

/** Every reader stands some damaged files; {@code tucana fuzz} tries many more. */
class FuzzTargetsTest {
  private static final int MUTATIONS = 300;
  private static final long SEED = 7;

  @TempDir private Path folder;

  private static List<String> names() {
    return FuzzTargets.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void readersStandDamagedFiles(String name) throws IOException {
    FuzzTarget target = FuzzTargets.named(name, folder);
    assertEquals(name, target.name());
    FuzzResult result =
        new FuzzRun(target, SEED, folder, FuzzRun.USUAL_TIME_LIMIT)
            .read(0, MUTATIONS, Progress.none());
    assertEquals(List.of(), result.findings());
    assertEquals(MUTATIONS, result.accepted() + result.refused());
    // Damage that nobody notices, or that always stops at the first check, would test little.
    assertTrue(result.refused() > MUTATIONS / 4, result.toString());
    assertTrue(result.accepted() > MUTATIONS / 100, result.toString());
  }

  @Test
  void anUnknownTargetIsRefused() {
    FormatException fault =
        assertThrows(FormatException.class, () -> FuzzTargets.named("gif", folder));
    assertTrue(fault.getMessage().startsWith("fuzz: there is no target 'gif', expected one of "));
  }
}
