package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.testing.NativeCompiler.Run;

/** What the software device notices of memory errors, in JVMs that it ends. */
class SoftwareMemoryTest {
  private static final int ABORTED = 134;

  @TempDir Path folder;

  private Run run(int elements, Map<String, String> environment)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SOFTWARE_CUDA_MEMORY", "1000");
    return run(SoftwareMemoryProgram.class, elements, all);
  }

  private Run run(Class<?> program, int argument, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path libraries = SoftwareDevice.libraries();
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", libraries.toString());
    return new NativeCompiler(folder)
        .run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                Integer.toString(argument)),
            all);
  }

  @Test
  void aWritePastABlockEndsTheProgramWhenItIsFreed() throws IOException, InterruptedException {
    Run run = run(5, Map.of());
    assertEquals(ABORTED, run.status(), run.output());
    assertTrue(run.output().contains("launched"), run.output());
    assertTrue(
        run.output()
            .contains(
                "software device: byte 16 of a block of 16 bytes was overwritten, noticed when it"
                    + " was given back"),
        run.output());
  }

  @Test
  void guardsAreLookedAtAfterEachLaunchOnRequest() throws IOException, InterruptedException {
    Run run = run(5, Map.of("SOFTWARE_CUDA_GUARDS", "launch"));
    assertEquals(ABORTED, run.status(), run.output());
    assertTrue(run.output().contains("noticed after kernel fill"), run.output());
  }

  @Test
  void aWriteToSharedMemoryThatTheLaunchDidNotAskForEndsTheProgram()
      throws IOException, InterruptedException {
    Run enough = run(SoftwareSharedProgram.class, 51200, Map.of());
    assertEquals(0, enough.status(), enough.output());
    Run less = run(SoftwareSharedProgram.class, 51196, Map.of());
    assertEquals(ABORTED, less.status(), less.output());
    assertTrue(
        less.output()
            .contains(
                "software device: kernel chain_32_float32 wrote to byte 51196 of shared memory,"
                    + " launched with 51196"),
        less.output());
  }

  @Test
  void memoryEndsAndWhatIsLeftBehindIsTold() throws IOException, InterruptedException {
    Run run = run(4, Map.of());
    assertEquals(1, run.status(), run.output());
    for (String part :
        List.of(
            "room Room[free=1000, total=1000]",
            "too much OptionalLong.empty",
            "its last context is released while 1 blocks of memory, 0 streams, 0 events, 0 modules"
                + " and 0 graphs are held",
            "cuDevicePrimaryCtxRelease failed with CUDA_ERROR_LAUNCH_FAILED (719)")) {
      assertTrue(run.output().contains(part), part + " not in " + run.output());
    }
  }
}
