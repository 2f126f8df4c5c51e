package org.tucana.cuda.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.testing.NativeCompiler;
import org.tucana.cuda.testing.NativeCompiler.Run;
import org.tucana.cuda.testing.SoftwareDevice;

/** The binding's native half against the software device's libraries, in JVMs of their own. */
class InstallationTest {
  private static final Path FORWARDING = NativeCompiler.root().resolve("native/cublas12-on-13");

  @TempDir Path folder;
  @TempDir Path home;
  @TempDir Path temporary;
  private NativeCompiler compiler;

  @BeforeEach
  void compilerAndNatives() {
    compiler = new NativeCompiler(folder);
    assumeTrue(new JCudaBindings().hasNatives(), "the binding has no natives for this system");
  }

  private Run run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Dtucana.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                InstallationProgram.class.getName()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", folder.toString());
    return compiler.run(command, all);
  }

  /** Puts a library of the software device into a folder of the test's. */
  private static void install(String library, Path folder) throws IOException {
    Files.copy(SoftwareDevice.libraries().resolve(library), folder.resolve(library));
  }

  private void refuses(String message, Map<String, String> environment)
      throws IOException, InterruptedException {
    Run run = run(environment);
    assertEquals(0, run.status(), run.output());
    assertTrue(run.output().startsWith("refusal cuda: " + message), run.output());
    List<String> lines = run.output().lines().toList();
    assertEquals(4, lines.size(), run.output());
    assertEquals(lines.getFirst().replaceFirst("refusal", "open"), lines.getLast());
  }

  @Test
  void aDriverThatDoesNotDoIsToldApart() throws IOException, InterruptedException {
    install("libcuda.so.1", folder);
    refuses("no device: ", Map.of("SOFTWARE_CUDA_INIT", "100"));
    refuses("the driver is too old: ", Map.of("SOFTWARE_CUDA_VERSION", "11040"));
    refuses(
        "the driver does not start: CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE (804)",
        Map.of("SOFTWARE_CUDA_INIT", "804"));
  }

  @Test
  void aDriverThatIsNoneIsToldInTheLoadersWords() throws IOException, InterruptedException {
    Path empty = Files.writeString(folder.resolve("empty.c"), "int nothing;\n");
    compiler.library("libcuda.so.1", empty);
    Run run = run(Map.of());
    assertTrue(run.output().contains("undefined symbol: cu"), run.output());
  }

  @Test
  void theDeviceWorksAsItsMemoryAndKernelsDo() throws IOException, InterruptedException {
    install("libcuda.so.1", folder);
    Path toolkit = Files.createDirectories(folder.resolve("toolkit/lib64")).getParent();
    install("libcudnn.so.9", toolkit.resolve("lib64"));
    Map<String, String> environment = Map.of("CUDA_HOME", toolkit.toString());
    install("libcublas.so.13", folder);
    refuses(
        "cuBLAS 12 is missing (there is cuBLAS 13); do: native/cublas12-on-13/build", environment);
    compiler.run(
        List.of(
            FORWARDING.resolve("build").toString(),
            home.resolve("native/cublas12-on-13/target").toString()),
        Map.of());
    // What lies where the binding looks for its native half is replaced, not loaded nor followed.
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    Path planted = temporary.resolve("libJCudaDriver-12.6.0-linux-x86_64.so");
    Files.delete(planted);
    Files.createSymbolicLink(planted, victim);

    Run run = run(environment, "use");
    assertEquals(0, run.status(), run.output());
    for (String line :
        List.of(
            "refusal none",
            "versions {binding=JCuda 12.6.0, cuda=13.0, cublas=13.1.2, cudnn=9.5.1}",
            "devices [Device[name=Software device, memoryBytes=" + (4L << 30) + "]]",
            "elapsed true",
            "y [1.0, 0.5, 2.0, 0.5, 3.0, 6.0]",
            "free 1024",
            "closed")) {
      assertTrue(run.output().lines().anyMatch(line::equals), line + " not in " + run.output());
    }
    assertEquals("untouched", Files.readString(victim));
    assertTrue(Files.isRegularFile(planted, LinkOption.NOFOLLOW_LINKS));
    try (Stream<Path> files = Files.list(temporary)) {
      assertFalse(files.anyMatch(f -> f.toString().endsWith(".part")));
    }
  }
}
