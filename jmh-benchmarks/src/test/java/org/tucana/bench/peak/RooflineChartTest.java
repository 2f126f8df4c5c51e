package org.tucana.bench.peak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RooflineChartTest {
  private static final MachinePeak PEAK = new MachinePeak(2, 200, 400, 40);

  @Test
  void theRoofRisesWithTheBandwidthUpToThePeak() {
    assertEquals(40, PEAK.roof(1));
    assertEquals(400, PEAK.roof(10));
    assertEquals(400, PEAK.roof(1000));
  }

  @Test
  void isAPicture() throws IOException {
    byte[] png =
        new RooflineChart(
                PEAK,
                List.of(
                    new RooflineChart.Point("sgemm-1024", 170, 380),
                    new RooflineChart.Point("conv1x1", 12, 100)))
            .png();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertNotNull(image);
    assertTrue(image.getWidth() >= 1000 && image.getHeight() >= 600, image.toString());
  }

  @Test
  void nothingIsNoPicture() {
    assertThrows(IllegalArgumentException.class, () -> new RooflineChart(PEAK, List.of()));
  }

  @Test
  void aTriadMovesBytes() throws InterruptedException {
    double rate = PeakMeasurement.triad(2, 1 << 12);
    assertTrue(rate > 0 && Double.isFinite(rate), "rate " + rate);
  }
}
