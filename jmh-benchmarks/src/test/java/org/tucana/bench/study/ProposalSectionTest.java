package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.bench.Interleaving;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.detection.config.RpnConfig;

class ProposalSectionTest {
  private static final Interleaving PACE = new Interleaving(2, 1, 0, 0, 1, 2);
  private static final SimulatedSets SETS = new SimulatedSets(8, SimulatedSets.SIDE);

  @TempDir private Path folder;
  private List<StudyModel> models;
  private RpnConfig own;

  @BeforeEach
  void read() throws IOException {
    Path normal = Samples.normal(folder.resolve("normal.safetensors"));
    Path compact = Samples.compact(folder.resolve("compact.safetensors"));
    models =
        List.of(
            StudyModel.read("--model", "normal=" + normal),
            StudyModel.read("--model", "compact=" + compact));
    own = models.getFirst().config().rpn();
  }

  @Test
  void changesAreNamedAndEachIsThereOnce() {
    assertEquals(
        List.of("20 proposals", "5 proposals", "5 proposals, IoU 0.5", "20 proposals, IoU 0.5"),
        ProposalChange.of(own, List.of(5, 20), 0.5).stream().map(ProposalChange::name).toList());
    assertEquals(
        List.of("20 proposals", "5 proposals"),
        ProposalChange.of(own, List.of(5), own.nmsThreshold()).stream()
            .map(ProposalChange::name)
            .toList());
    assertEquals(List.of(10, 6, 3), ProposalChange.usualNumbers(own));
    assertEquals(List.of(1, 1, 1), ProposalChange.usualNumbers(own.withTestProposals(1, 0.5)));
  }

  @Test
  void aChangedModelIsAnotherByItsKey() {
    StudyModel model = models.getFirst();
    List<ProposalChange> changes = ProposalChange.of(own, List.of(5), 0.5);
    assertSame(model, changes.getFirst().of(model));
    StudyModel fewer = changes.get(1).of(model);
    assertEquals(own.withTestProposals(5, own.nmsThreshold()), fewer.config().rpn());
    assertEquals(model.digest(), fewer.digest());
    assertEquals(3, Set.of(model.key(), fewer.key(), changes.get(2).of(model).key()).size());
    assertNotEquals(StudyKey.of(models), StudyKey.of(List.of(fewer, models.getLast())));
  }

  @Test
  void figuresArePairedAndKept() throws IOException, InterruptedException {
    List<ProposalChange> changes = ProposalChange.of(own, List.of(5), 0.5);
    ProposalSection section = new ProposalSection(models, changes, SETS, 4);
    StudyFolder kept = new StudyFolder(folder, true);
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      ProposalRow.Table table = section.measure(kept, () -> backend).orElseThrow();
      assertEquals(4, table.pictures(), "one of each set");
      assertTrue(table.objects() > 0);
      assertEquals(6, table.rows().size());
      for (int i = 0; i < table.rows().size(); i++) {
        ProposalRow row = table.rows().get(i);
        assertEquals(changes.get(i / 2), row.change());
        assertEquals(models.get(i % 2).name(), row.figures().model());
        assertEquals(i < 2 ? Set.of() : Set.copyOf(PrecisionFigures.NAMES), row.changes().keySet());
        assertEquals(i % 2 == 0, row.figures().differences().isEmpty());
        for (String name : row.changes().keySet()) {
          double all = table.rows().get(i % 2).figures().figures().get(name).value();
          assertEquals(
              row.figures().figures().get(name).value() - all, row.changes().get(name).value(), 0);
        }
      }
      try (Stream<Path> found = Files.list(folder.resolve("detections"))) {
        assertEquals(4 * 6, found.count(), "of each set, each model and each change");
      }
      assertEquals(table, section.measure(kept.asItIs(), () -> backend).orElseThrow());
    }
  }

  @Test
  void bothSharesOfATimeAreTold() throws IOException, InterruptedException {
    List<ProposalChange> changes = ProposalChange.of(own, List.of(5), own.nmsThreshold());
    ProposalTimeSection section =
        new ProposalTimeSection(
            models, changes, Optional.empty(), PACE, new EnergyMeter(List.of()));
    StudyFolder kept = new StudyFolder(folder, true);
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      TimeSection.Clocked on = new TimeSection.Clocked(() -> backend, "cpu", 1);
      ProposalTime.Table table = section.measure(kept, on).orElseThrow();
      assertEquals(List.of(20.0, 20.0, 5.0, 5.0), regions(table));
      for (int i = 0; i < 4; i++) {
        ProposalTime row = table.rows().get(i);
        assertEquals(
            table.millis(changes.get(i / 2), models.get(i % 2).name()), row.time().millis());
        assertEquals(2, row.time().turns().size());
      }
      assertEquals(1, table.rows().get(2).time().share().value(), "the reference's own");
      assertEquals(1, table.rows().get(1).ofOwn().value(), "with the settings as they are");
      assertNotEquals(1, table.rows().get(3).time().share().value());
      assertNotEquals(1, table.rows().get(3).ofOwn().value());
      assertEquals(table, section.measure(kept.asItIs(), on).orElseThrow());
    }
  }

  private static List<Double> regions(ProposalTime.Table table) {
    return table.rows().stream().map(row -> row.time().regions()).toList();
  }

  @Test
  void aResultIsWhatThereIsOfIt() {
    assertEquals(Optional.empty(), ProposalResult.of(Optional.empty(), Optional.empty()));
    ProposalTime.Table times = new ProposalTime.Table(256, 8, Map.of(), List.of());
    assertEquals(
        Map.of("times", times),
        ProposalResult.of(Optional.empty(), Optional.of(times)).orElseThrow().toMap());
  }
}
