package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.testing.NativeCompiler.Run;

/** The script that builds the software device. */
class SoftwareBuildTest {
  private static final Path SCRIPT = NativeCompiler.root().resolve("native/software-device/build");

  @TempDir Path folder;

  private Run run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return new NativeCompiler(folder).run(command, environment);
  }

  @Test
  void whatIsUpToDateIsLeftAlone() throws IOException, InterruptedException {
    Path libraries = SoftwareDevice.libraries();
    Path driver = libraries.resolve("libcuda.so.1");
    Object before = Files.readAttributes(driver, "unix:ino").get("ino");
    Run again = run(Map.of(), libraries.toString());
    assertEquals(libraries + "\n", again.output());
    assertEquals(before, Files.readAttributes(driver, "unix:ino").get("ino"));
  }

  @Test
  void helpShowsAnExampleAndWhatItDoesNotKnowIsRefused() throws IOException, InterruptedException {
    Run help = run(Map.of(), "--help");
    assertEquals(0, help.status());
    assertTrue(help.output().contains("Example: native/software-device/build"), help.output());
    Run unknown = run(Map.of(), "--fast");
    assertEquals(2, unknown.status());
    assertEquals(
        "native/software-device/build: unknown option --fast; see native/software-device/build"
            + " --help\n",
        unknown.output());
  }

  @Test
  void aMachineWithoutACompilerIsToldWhatToInstall() throws IOException, InterruptedException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path uname =
        Files.writeString(
            programs.resolve("uname"), "#!/bin/sh\n[ $1 = -s ] && echo Linux || echo x86_64\n");
    Files.setPosixFilePermissions(uname, PosixFilePermissions.fromString("rwxr-xr-x"));
    Run run = run(Map.of("PATH", programs.toString()), folder.resolve("target").toString());
    assertEquals(2, run.status());
    assertEquals(
        "native/software-device/build: no C++ compiler found; install one by: apt-get install"
            + " g++\n",
        run.output());
  }
}
