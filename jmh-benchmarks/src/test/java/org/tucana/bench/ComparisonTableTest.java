package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final Comparison PRODUCT =
      new Comparison(
          "sgemm-1024",
          OptionalDouble.of(2),
          10,
          "OpenBLAS (numpy)",
          OptionalDouble.of(8.5),
          "",
          OptionalDouble.of(0.85));
  private static final Comparison LONELY =
      new Comparison(
          "resnet18@224",
          OptionalDouble.empty(),
          9.8765,
          "ONNX Runtime",
          OptionalDouble.empty(),
          "no python3",
          OptionalDouble.empty());

  private static Comparison convolution(double millis, double peerMillis) {
    return new Comparison(
        "conv3x3",
        OptionalDouble.of(1),
        millis,
        "ONNX Runtime",
        OptionalDouble.of(peerMillis),
        "",
        OptionalDouble.empty());
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
        new ComparisonTable(List.of(PRODUCT, LONELY)).text().lines().toList());
  }

  @Test
  void markdownIsATable() {
    assertEquals(
        List.of(
            "| work | ms | GF/s | peer | peer ms | our speed / peer's | aim |",
            "|---|---|---|---|---|---|---|",
            "| sgemm-1024 | 10.0 | 200 | OpenBLAS (numpy) | 8.500 | 0.85 | at least 0.85 |",
            "| resnet18@224 | 9.877 |  | ONNX Runtime | not available: no python3 |  |  |"),
        new ComparisonTable(List.of(PRODUCT, LONELY)).markdown().lines().toList());
  }

  @Test
  void convolutionsHaveAGeometricMean() {
    ComparisonTable table =
        new ComparisonTable(List.of(PRODUCT, convolution(2, 1), convolution(1, 0.125)));
    assertEquals(0.25, table.convolutionMean().orElseThrow(), 1e-12);
    assertEquals(
        "| geometric mean of conv |  |  |  |  | 0.25 | at least 0.60 |",
        table.markdown().lines().toList().getLast());
  }

  @Test
  void aMissingPeerLeavesNoMean() {
    Comparison missing =
        new Comparison(
            "conv1x1",
            OptionalDouble.of(1),
            1,
            "ONNX Runtime",
            OptionalDouble.empty(),
            "no library",
            OptionalDouble.empty());
    assertEquals(
        OptionalDouble.empty(),
        new ComparisonTable(List.of(convolution(1, 1), missing)).convolutionMean());
  }

  @Test
  void jsonLeavesOutWhatIsNotKnown() {
    assertEquals(Set.of("work", "ms", "peer", "peer_not_available"), LONELY.toMap().keySet());
    assertEquals(0.85, (double) PRODUCT.toMap().get("speed_over_peer"), 1e-12);
    assertEquals(200, (double) PRODUCT.toMap().get("gflops"), 1e-9);
  }
}
