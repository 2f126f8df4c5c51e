package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.work.Effort;
import org.tucana.bench.work.Parts;

class ComparisonTableTest {
  private static final Parts ONE = new Parts(1, "run");
  private static final Comparison PRODUCT =
      new Comparison(
          "sgemm-1024",
          ONE,
          "",
          Optional.of(new Effort(2, 0.0125)),
          Outcome.of(Turns.of(10, 11, 9)),
          "OpenBLAS (numpy)",
          Outcome.of(Turns.of(8, 8, 8)),
          Aim.ofTime(1),
          OptionalDouble.empty());
  private static final Comparison LONELY =
      new Comparison(
          "resnet18@224",
          ONE,
          "",
          Optional.empty(),
          Outcome.of(Turns.of(9.8765)),
          "ONNX Runtime",
          Outcome.absent("no python3"),
          Aim.ofTime(0.85),
          OptionalDouble.empty());
  private static final Comparison FAILED =
      new Comparison(
          "nms-5000",
          ONE,
          "float32",
          Optional.empty(),
          Outcome.absent("out of memory"),
          "torchvision.ops",
          Outcome.NOT_ASKED,
          Aim.NONE,
          OptionalDouble.empty());

  private static Comparison compared(String name, int parts, double millis, Outcome peer) {
    return new Comparison(
        name,
        new Parts(parts, "picture"),
        "",
        Optional.empty(),
        Outcome.of(Turns.of(millis)),
        "ONNX Runtime",
        peer,
        Aim.ofTime(0.5),
        OptionalDouble.empty());
  }

  private static ComparisonTable table(Comparison... rows) {
    return new ComparisonTable(
        List.of(rows), Optional.of(new MachinePeak(2, 200, 400, 30)), OptionalDouble.of(1));
  }

  @Test
  void columnsAreAligned() {
    List<String> lines = table(PRODUCT, LONELY).text().lines().toList();
    assertEquals(3, lines.size());
    assertEquals(lines.get(0).indexOf("peer ms"), lines.get(1).indexOf("8.000"));
    assertEquals(lines.get(0).indexOf("peer ms"), lines.get(2).indexOf("not available"));
  }

  @Test
  void markdownIsATable() {
    assertEquals(
        List.of(
            "| work | ms | GF/s | of peak | peer | peer ms | time / peer's | 95 % interval | aim |"
                + "  |",
            "|---|---|---|---|---|---|---|---|---|---|",
            "| sgemm-1024 | 10.0 | 200 | 50 % | OpenBLAS (numpy) | 8.000 | 1.25 | 1.13 to 1.38 |"
                + " at most 1.00 | MISSED |",
            "| resnet18@224 | 9.877 |  |  | ONNX Runtime | not available: no python3 |  |  |"
                + " at most 0.85 |  |"),
        table(PRODUCT, LONELY).markdown().lines().toList());
  }

  @Test
  void convolutionsHaveAGeometricMean() {
    ComparisonTable table =
        table(
            PRODUCT,
            compared("conv3x3", 1, 2, Outcome.of(Turns.of(1))),
            compared("conv1x1", 1, 1, Outcome.of(Turns.of(8))));
    assertEquals(0.5, table.convolutionMean().orElseThrow(), 1e-12);
    String last = table.markdown().lines().toList().getLast();
    assertTrue(last.startsWith("| geometric mean of conv |"), last);
    assertTrue(last.contains("| 0.50 |") && last.contains("| at most 1.00 |"), last);
  }

  @Test
  void aMissingPeerLeavesNoMean() {
    ComparisonTable table =
        table(
            compared("conv3x3", 1, 1, Outcome.of(Turns.of(1))),
            compared("conv1x1", 1, 1, Outcome.absent("no library")));
    assertEquals(OptionalDouble.empty(), table.convolutionMean());
  }

  @Test
  void aFailureStandsInItsRowAndPrecisionInItsColumn() {
    List<String> lines = table(FAILED, LONELY).markdown().lines().toList();
    assertEquals("| work | both sides in | ms | peer | peer ms | aim |", lines.getFirst());
    assertTrue(
        lines.get(2).startsWith("| nms-5000 | float32 | failed: out of memory |"), lines.get(2));
    assertEquals(Set.of("work", "precision", "failed", "peer"), FAILED.toMap().keySet());
  }

  @Test
  void memoryAndErrorsHaveColumnsWhereMeasured() {
    Comparison row =
        new Comparison(
            "resnet18@224",
            ONE,
            "",
            Optional.empty(),
            Outcome.of(Turns.of(1)).withPeak(OptionalLong.of(300L << 20)),
            "torch",
            Outcome.of(Turns.of(1)).withPeak(OptionalLong.of(200L << 20)),
            Aim.ofTime(1).andMemory(1),
            OptionalDouble.of(1.26e-6));
    List<String> lines = table(row).markdown().lines().toList();
    assertTrue(lines.getFirst().endsWith("| MiB | peer MiB | error |"), lines.getFirst());
    assertTrue(lines.getLast().endsWith("| 300 | 200 | 1.3e-06 |"), lines.getLast());
    assertEquals(
        List.of("aims of time: 1 of 1 met", "aims of memory: 0 of 1 met; missed by resnet18@224"),
        new Verdict(List.of(row)).lines());
  }

  @Test
  void jsonLeavesOutWhatIsNotKnown() {
    assertEquals(
        Set.of("work", "ms", "peer", "peer_not_available", "aim"), LONELY.toMap().keySet());
    assertEquals(1.25, (double) PRODUCT.toMap().get("share_of_peer_time"), 1e-12);
    assertEquals(200, (double) PRODUCT.toMap().get("gflops"), 1e-9);
    assertEquals(false, PRODUCT.toMap().get("meets_aim"));
  }

  @Test
  void whoMissesIsNamed() {
    assertEquals(
        List.of("aims of time: 0 of 1 met; missed by sgemm-1024"),
        new Verdict(Arrays.asList(PRODUCT, LONELY, FAILED)).lines());
  }

  @Test
  void batchesAreComparedWithOnePicture() {
    Comparison alone = compared("resnet50@224", 1, 20, Outcome.NOT_ASKED);
    Comparison batch = compared("resnet50@224-batch8", 8, 18, Outcome.NOT_ASKED);
    Comparison other = compared("resnet18@224-batch8", 8, 18, Outcome.NOT_ASKED);
    assertEquals(
        List.of(
            "a picture's time in a batch, of that alone (aim at most 1.00):"
                + " resnet50@224-batch8 0.90"),
        new Verdict(List.of(alone, batch, other)).lines());
  }
}
