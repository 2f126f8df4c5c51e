package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.decomposition.tables.PublishedNetwork.Form;
import org.tucana.detection.config.RpnConfig;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Interval;

class StudyPageTest {
  private static final Interval NONE = Interval.undefined(0.95);

  @TempDir private Path folder;

  private static ModelFigures figures(String model, double precision, boolean compared) {
    Map<String, Estimate> figures = new LinkedHashMap<>();
    Map<String, Difference> differences = new LinkedHashMap<>();
    for (String name : PrecisionFigures.NAMES) {
      figures.put(name, new Estimate(precision, NONE));
      if (compared) {
        differences.put(name, new Difference(-0.005, new Interval(-0.015, 0.01, 0.95), 0.5));
      }
    }
    return new ModelFigures(model, figures, differences);
  }

  private static TimeRow time(String model, double millis, double share, double joules) {
    return new TimeRow(
        model,
        List.of(millis),
        millis,
        new Estimate(share, NONE),
        Map.of(TimeSection.REST, 1.0),
        joules,
        300,
        10);
  }

  /** Fewer proposals, which cost a little and bring a little. */
  private static ProposalResult proposals() {
    List<ProposalRow> rows = new ArrayList<>();
    List<ProposalTime> times = new ArrayList<>();
    for (ProposalChange change : ProposalChange.of(RpnConfig.defaults(), List.of(500, 100), 0.5)) {
      for (String model : List.of("normal", "compact")) {
        boolean compared = model.equals("compact");
        ModelFigures own = figures(model, 0.8 + change.proposals() * 1e-4, compared);
        rows.add(new ProposalRow(change, own, own.differences()));
        TimeRow time = time(model, 50 + change.proposals() * 0.1, 1, Double.NaN);
        times.add(new ProposalTime(change, time, new Estimate(0.75, NONE)));
      }
    }
    return new ProposalResult(
        Optional.of(new ProposalRow.Table(4, 20, rows)),
        Optional.of(
            new ProposalTime.Table(SimulatedSets.SIDE, 8, Map.of("backend", "cpu"), times)));
  }

  private StudyResult result(double joules, String peer) throws IOException {
    return result(peer, time("normal", 100, 1, joules), time("compact", 80, 0.8, joules));
  }

  private StudyResult result(String peer, TimeRow... times) throws IOException {
    Path normal = Samples.normal(folder.resolve("normal.safetensors"));
    Path compact = Samples.compact(folder.resolve("compact.safetensors"));
    FigureGroup all =
        new FigureGroup(
            AccuracySection.ALL,
            4,
            20,
            List.of(figures("normal", 0.9, false), figures("compact", 0.895, true)));
    return new StudyResult(
        List.of(
            StudyModel.read("--model", "normal=" + normal),
            StudyModel.read("--model", "compact=" + compact)),
        Optional.of(new FigureGroups(List.of(all))),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new TimeRow.Table(
                SimulatedSets.SIDE, 1, 8, Map.of("backend", "cpu"), List.of(times), peer)),
        Optional.empty(),
        Optional.of(proposals()),
        Optional.of(
            new ClassifierRow.Table(
                List.of(
                    new ClassifierRow(
                        "resnet18", Form.COMPACT, 20, 15, new Estimate(0.75, NONE), 0.6)))),
        Optional.empty());
  }

  @Test
  void aimsAreJudged() throws IOException {
    StudyResult result = result(Double.NaN, "");
    List<StudyAim> aims = StudyAim.of(result);
    assertEquals(List.of("MISSED", "met", "met"), aims.stream().map(StudyAim::verdict).toList());
    assertEquals(1.25, aims.getFirst().value());
    assertEquals(0.25 / 0.4, aims.getLast().value(), 1e-12);
    assertTrue(StudyJson.tree(result.toMap()).at("/aims/1/met").asBoolean());
  }

  @Test
  void theSpeedOverThePeerIsJudgedWhereItRan() throws IOException {
    StudyResult result =
        result(
            "",
            time("normal", 100, 1, Double.NaN),
            time("compact", 40, 0.4, Double.NaN),
            time(DetectorPeer.NAME, 220, 2.2, Double.NaN));
    StudyAim overPeer = StudyAim.of(result).get(1);
    assertEquals("compact: speed over torchvision's of the reference", overPeer.what());
    assertEquals(5.5, overPeer.value(), 1e-12);
    assertTrue(overPeer.isMet());
  }

  @Test
  void theUnbeatenAreJoinedFromTheFastestOn() {
    double[] millis = {30, 10, 20, 25};
    double[] precision = {0.6, 0.4, 0.55, 0.5};
    assertArrayEquals(new int[] {1, 2, 0}, StudyCharts.unbeaten(millis, precision));
  }

  @Test
  void precisionIsDrawnOverTime() throws IOException {
    String page = new String(new StudyPage(result(2.5, "")).bytes(), StandardCharsets.UTF_8);
    assertTrue(page.contains("Precision over time"));
    assertEquals(5, page.split("data:image/png").length, "boxes and masks, and fewer proposals");
    assertTrue(page.contains("joules a picture"));
    assertFalse(page.contains("torchvision"));
  }

  @Test
  void fewerProposalsAreTold() throws IOException {
    StudyResult result = result(Double.NaN, "");
    String text = new StudyText(result).text();
    assertTrue(text.contains("Fewer proposals, 4 simulated pictures"), text);
    assertTrue(text.contains("100 proposals, IoU 0.5"), text);
    assertTrue(text.contains("Time with fewer proposals"), text);
    String page = new String(new StudyPage(result).bytes(), StandardCharsets.UTF_8);
    assertTrue(page.contains(">Fewer proposals</h2>"));
    assertTrue(page.contains("AP50 mask"));
    assertTrue(page.contains("of its own with all"));
    JsonNode all = StudyJson.tree(result.toMap());
    assertEquals(10, all.at("/proposals/figures/rows").size());
    assertEquals(0.5, all.at("/proposals/times/rows/9/change/overlap").asDouble());
  }

  @Test
  void whatDidNotRunIsTold() throws IOException {
    StudyResult result = result(Double.NaN, "no python3 with torch");
    String text = new StudyText(result).text();
    assertTrue(text.contains("torchvision did not run: no python3 with torch."), text);
    assertTrue(text.contains("Joules a picture: this machine does not tell."), text);
    assertFalse(text.contains("joules a picture"), text);
    String page = new String(new StudyPage(result).bytes(), StandardCharsets.UTF_8);
    assertTrue(page.contains("torchvision did not run: no python3 with torch."));
  }
}
