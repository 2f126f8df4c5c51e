package org.tucana.nn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartsTest {
  private static final double[] UP = {0, 1};

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static long pixels(BufferedImage image, int rgb) {
    long count = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      count += (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == rgb ? 1 : 0;
    }
    return count;
  }

  @Test
  void eachLineOfAUnitSquareHasItsColour() throws IOException {
    BufferedImage image =
        read(
            new UnitSquareChart("title", "x", "y")
                .line("first", UP, new double[] {0.1, 0.1})
                .points("second", UP, new double[] {0.3, 0.3})
                .png());
    assertTrue(pixels(image, 0xE69F00) > 400, "first colour");
    assertTrue(pixels(image, 0x0072B2) > 400, "second colour");
  }

  @Test
  void barsGrowWithTheirCounts() throws IOException {
    long one =
        pixels(read(CountChart.of("t", "x", "y", List.of("a", "b"), new int[] {4, 0})), 0x56B4E9);
    long two =
        pixels(read(CountChart.of("t", "x", "y", List.of("a", "b"), new int[] {4, 4})), 0x56B4E9);
    assertTrue(one > 1000, "bar of " + one + " pixels");
    assertEquals(2.0, (double) two / one, 0.05);
  }
}
