package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.bench.Interleaving;
import org.tucana.bench.peer.TorchPeers;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

class TimeSectionTest {
  private static final Interleaving PACE = new Interleaving(2, 1, 0, 0, 1, 2);
  private static final int SIDE = 64;
  private static final int BATCH = 8;

  @TempDir private Path folder;

  private TimeSection section() throws IOException {
    Path normal = Samples.normal(folder.resolve("normal.safetensors"));
    Path compact = Samples.compact(folder.resolve("compact.safetensors"));
    return new TimeSection(
        List.of(
            StudyModel.read("--model", "normal=" + normal),
            StudyModel.read("--model", "compact=" + compact)),
        Optional.empty(),
        PACE,
        new EnergyMeter(List.of()));
  }

  @Test
  void timesAreSplitAndKept() throws IOException, InterruptedException {
    TimeSection section = section();
    StudyFolder kept = new StudyFolder(folder, true);
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      TimeSection.Clocked on = new TimeSection.Clocked(() -> backend, "cpu", 1);
      TimeRow.Table table = section.measure(kept, on, SIDE, BATCH, Optional.empty()).orElseThrow();
      assertEquals(
          List.of("normal", "compact"), table.rows().stream().map(TimeRow::model).toList());
      for (TimeRow row : table.rows()) {
        assertEquals(2, row.turns().size());
        assertEquals(
            Set.of("proposer", "box head", "mask head", TimeSection.REST), row.stages().keySet());
        assertTrue(row.stages().values().stream().allMatch(millis -> millis > 0), row::toString);
        assertTrue(row.regions() > 0 && row.masks() > 0, row::toString);
        assertTrue(Double.isNaN(row.joules()));
      }
      assertEquals(1, table.rows().getFirst().share().value());
      assertEquals(
          table, section.measure(kept.asItIs(), on, SIDE, BATCH, Optional.empty()).orElseThrow());
      assertTrue(section.measure(kept.asItIs(), on, SIDE, 1, Optional.empty()).isEmpty());
    }
  }

  @Test
  void torchvisionTakesTurns() throws IOException, InterruptedException {
    TimeSection section = section();
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        TorchPeers torch = TorchPeers.onProcessor(backend, 1)) {
      String versions = torch.versions();
      assumeTrue(versions.startsWith("torch "), versions);
      TimeSection.Clocked on = new TimeSection.Clocked(() -> backend, "cpu", 1);
      TimeRow.Table table =
          section
              .measure(
                  new StudyFolder(folder, true),
                  on,
                  SIDE,
                  BATCH,
                  Optional.of(new DetectorPeer(() -> torch, () -> backend)))
              .orElseThrow();
      assertEquals("", table.peer());
      assertEquals(DetectorPeer.NAME, table.rows().getLast().model());
      assertTrue(table.rows().getLast().millis() > 0);
    }
  }
}
