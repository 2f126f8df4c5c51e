package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tucana.bench.Comparison.Outcome;

class ComparisonTableTest {
  private static final Comparison PRODUCT =
      new Comparison(
          "sgemm-1024",
          "",
          OptionalDouble.of(2),
          Outcome.of(10),
          "OpenBLAS (numpy)",
          Outcome.of(8.5),
          OptionalDouble.of(0.85));
  private static final Comparison LONELY =
      new Comparison(
          "resnet18@224",
          "",
          OptionalDouble.empty(),
          Outcome.of(9.8765),
          "ONNX Runtime",
          Outcome.absent("no python3"),
          OptionalDouble.empty());
  private static final Comparison FAILED =
      new Comparison(
          "nms-5000",
          "float32",
          OptionalDouble.empty(),
          Outcome.absent("out of memory"),
          "torchvision.ops",
          Outcome.NOT_ASKED,
          OptionalDouble.empty());

  private static Comparison convolution(double millis, Outcome peer) {
    return new Comparison(
        "conv3x3",
        "",
        OptionalDouble.of(1),
        Outcome.of(millis),
        "ONNX Runtime",
        peer,
        OptionalDouble.empty());
  }

  private static ComparisonTable table(Comparison... rows) {
    return new ComparisonTable(List.of(rows), 0.6);
  }

  @Test
  void columnsAreAligned() {
    assertEquals(
        List.of(
            "work          ms     GF/s  peer              peer ms                    our speed /"
                + " peer's  aim",
            "sgemm-1024    10.0   200   OpenBLAS (numpy)  8.500                      0.85         "
                + "       at least 0.85",
            "resnet18@224  9.877        ONNX Runtime      not available: no python3"),
        table(PRODUCT, LONELY).text().lines().toList());
  }

  @Test
  void markdownIsATable() {
    assertEquals(
        List.of(
            "| work | ms | GF/s | peer | peer ms | our speed / peer's | aim |",
            "|---|---|---|---|---|---|---|",
            "| sgemm-1024 | 10.0 | 200 | OpenBLAS (numpy) | 8.500 | 0.85 | at least 0.85 |",
            "| resnet18@224 | 9.877 |  | ONNX Runtime | not available: no python3 |  |  |"),
        table(PRODUCT, LONELY).markdown().lines().toList());
  }

  @Test
  void convolutionsHaveAGeometricMean() {
    ComparisonTable table =
        table(PRODUCT, convolution(2, Outcome.of(1)), convolution(1, Outcome.of(0.125)));
    assertEquals(0.25, table.convolutionMean().orElseThrow(), 1e-12);
    assertEquals(
        "| geometric mean of conv |  |  |  |  | 0.25 | at least 0.60 |",
        table.markdown().lines().toList().getLast());
  }

  @Test
  void aMissingPeerLeavesNoMean() {
    ComparisonTable table =
        table(convolution(1, Outcome.of(1)), convolution(1, Outcome.absent("no library")));
    assertEquals(OptionalDouble.empty(), table.convolutionMean());
  }

  @Test
  void aFailureStandsInItsRowAndPrecisionInItsColumn() {
    assertEquals(
        List.of(
            "| work | both sides in | ms | GF/s | peer | peer ms | our speed / peer's | aim |",
            "|---|---|---|---|---|---|---|---|",
            "| nms-5000 | float32 | failed: out of memory |  | torchvision.ops |  |  |  |",
            "| resnet18@224 |  | 9.877 |  | ONNX Runtime | not available: no python3 |  |  |"),
        table(FAILED, LONELY).markdown().lines().toList());
    assertEquals(Set.of("work", "precision", "failed", "peer"), FAILED.toMap().keySet());
  }

  @Test
  void jsonLeavesOutWhatIsNotKnown() {
    assertEquals(Set.of("work", "ms", "peer", "peer_not_available"), LONELY.toMap().keySet());
    assertEquals(0.85, (double) PRODUCT.toMap().get("speed_over_peer"), 1e-12);
    assertEquals(200, (double) PRODUCT.toMap().get("gflops"), 1e-9);
  }
}
