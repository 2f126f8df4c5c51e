package org.tucana.cuda.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.testing.NativeCompiler;
import org.tucana.cuda.testing.NativeCompiler.Run;

/** The forwarding libcublas.so.12, called by a program that is linked against it. */
class ForwardingBlasTest {
  private static final Path SOURCES = NativeCompiler.root().resolve("native/cublas12-on-13");

  @TempDir Path folder;

  @Test
  void callsArePassedOnOrRefusedInWords() throws IOException, InterruptedException {
    NativeCompiler compiler = new NativeCompiler(folder);
    Run build =
        compiler.run(List.of(SOURCES.resolve("build").toString(), folder.toString()), Map.of());
    Path library = folder.resolve("libcublas.so.12");
    assertEquals(library + "\n", build.output());
    Path caller = compiler.program("caller", SOURCES.resolve("test/caller.c"), library);
    Map<String, String> path = Map.of("LD_LIBRARY_PATH", folder.toString());

    Run alone = compiler.run(List.of(caller.toString()), path);
    assertTrue(
        alone
            .output()
            .startsWith(
                "libcublas.so.12 (forwarding): libcublas.so.13: cannot open shared object file"),
        alone.output());
    assertTrue(alone.output().endsWith("property 1 -1\ngemm 1\ndestroy 1\n"), alone.output());

    compiler.library("libcublas.so.13", SOURCES.resolve("test/cublas13.c"));
    Run forwarded = compiler.run(List.of(caller.toString()), path);
    for (String line :
        List.of(
            "property 0 13",
            "0x10 1 0 2 3 4 0.5 1 5 25769803776 2 7 8 0.25 3 9 10 11",
            "gemm 42",
            "libcublas.so.12 (forwarding): libcublas.so.13 has no cublasDestroy_v2",
            "destroy 15")) {
      assertTrue(forwarded.output().lines().anyMatch(line::equals), forwarded.output());
    }
  }

  @Test
  void theBuildRefusesWhatItDoesNotKnow() throws IOException, InterruptedException {
    Run run =
        new NativeCompiler(folder)
            .run(List.of(SOURCES.resolve("build").toString(), "--fast"), Map.of());
    assertEquals(2, run.status());
    assertTrue(run.output().contains("unknown option --fast; see"), run.output());
  }
}
