package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyMeterTest {
  private static final long RANGE = 10_000_000;

  @TempDir private Path folder;

  private Path counter(String name, long microjoules) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    Files.writeString(own.resolve("max_energy_range_uj"), RANGE + "\n");
    return Files.writeString(own.resolve("energy_uj"), microjoules + "\n");
  }

  @Test
  void packagesCountAndBeginAgain() throws IOException {
    Path first = counter("intel-rapl:0", 1_000_000);
    Path second = counter("intel-rapl:1", 9_000_000);
    counter("intel-rapl:0:0", 5_000_000);
    EnergyMeter meter = EnergyMeter.in(folder);
    assertEquals(2, meter.counters().size(), "a part of a package is in the package");
    List<Long> before = meter.reading();
    Files.writeString(first, "3000000");
    Files.writeString(second, "1000000");
    assertEquals(2.0, meter.joulesSince(before, 2).getAsDouble());
  }

  @Test
  void aMachineWithoutCountersTellsNothing() throws IOException {
    EnergyMeter none = EnergyMeter.in(folder.resolve("absent"));
    assertTrue(none.joulesSince(none.reading(), 1).isEmpty());
    Files.writeString(counter("intel-rapl:0", 1), "secret");
    assertTrue(EnergyMeter.in(folder).counters().isEmpty());
  }
}
