package org.tucana.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that this process holds, as Linux counts it; other systems do not say. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** Sets the peak to what is held now: proc(5). */
  private static final String RESET_PEAK = "5";

  private static final String PEAK = "VmHWM:";

  private ProcessMemory() {}

  /** Gives back what is free and begins a new peak; whether the system can do that. */
  static boolean settle() {
    System.gc();
    try {
      Files.writeString(CLEAR, RESET_PEAK);
      return true;
    } catch (IOException e) {
      // Not Linux, or not allowed: then there is no peak to be had.
      return false;
    }
  }

  /** The most bytes that were resident since the process settled. */
  static OptionalLong peakBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      // As above.
      return OptionalLong.empty();
    }
  }
}
