package org.tucana.cuda.system;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Shared libraries by the system's loader, then in the usual folders of a CUDA installation, which
 * the loader need not know. One that is loaded from a folder is found by its name afterwards.
 */
record SystemLibraries(List<Path> folders) implements SharedLibraries {
  static SystemLibraries ofThisMachine() {
    return new SystemLibraries(
        Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
            .filter(Objects::nonNull)
            .map(folder -> Path.of(folder).toAbsolutePath())
            .flatMap(folder -> Stream.of(folder.resolve("lib64"), folder.resolve("bin")))
            .toList());
  }

  @Override
  @SuppressWarnings("restricted")
  public boolean load(String name) {
    return loads(() -> SymbolLookup.libraryLookup(name, Arena.global()))
        || folders.stream().map(f -> f.resolve(name)).anyMatch(this::load);
  }

  @Override
  @SuppressWarnings("restricted")
  public boolean load(Path file) {
    return Files.exists(file) && loads(() -> SymbolLookup.libraryLookup(file, Arena.global()));
  }

  private interface Attempt {
    SymbolLookup run();
  }

  private static boolean loads(Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (IllegalArgumentException e) {
      // The only word that the JVM has for a library that is missing or lacks another.
      return false;
    }
  }
}
