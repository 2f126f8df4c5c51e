package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The energy that processors took, by their own counters (RAPL, as Linux shows them below {@code
 * /sys/class/powercap}). It is that of whole processors, whoever kept them busy.
 *
 * @param counters files of the packages
 */
record EnergyMeter(List<Counter> counters) {
  private static final Path SYSTEM = Path.of("/sys/class/powercap");

  /** Parts of a package have a second number. */
  private static final Pattern PACKAGE = Pattern.compile("intel-rapl:\\d+$");

  private static final double MICRO = 1e-6;

  EnergyMeter {
    counters = List.copyOf(counters);
  }

  /**
   * A processor's counter.
   *
   * @param file holds microjoules since some moment
   * @param range after so many microjoules the counter begins again
   */
  record Counter(Path file, long range) {}

  /** The counters of this machine; none where it does not tell. */
  static EnergyMeter ofSystem() {
    return in(SYSTEM);
  }

  /** The counters below a folder. */
  static EnergyMeter in(Path folder) {
    List<Counter> counters = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> packages =
          Files.newDirectoryStream(folder, file -> PACKAGE.matcher(file.toString()).find())) {
        for (Path one : packages) {
          Path file = one.resolve("energy_uj");
          number(file);
          counters.add(new Counter(file, number(one.resolve("max_energy_range_uj"))));
        }
      } catch (IOException | NumberFormatException _) {
        // Readable by the superuser alone, for example.
        return new EnergyMeter(List.of());
      }
    }
    return new EnergyMeter(counters);
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  /** What the counters show now. */
  List<Long> reading() throws IOException {
    List<Long> reading = new ArrayList<>();
    for (Counter counter : counters) {
      reading.add(number(counter.file));
    }
    return reading;
  }

  /**
   * Joules since a reading; empty where the machine does not tell.
   *
   * @param parts of which one's share is wanted
   */
  OptionalDouble joulesSince(List<Long> before, int parts) throws IOException {
    if (counters.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Long> now = reading();
    double joules = 0;
    for (int i = 0; i < now.size(); i++) {
      long spent = now.get(i) - before.get(i);
      joules += MICRO * (spent < 0 ? spent + counters.get(i).range : spent);
    }
    return OptionalDouble.of(joules / parts);
  }
}
