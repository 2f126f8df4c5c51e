package org.tucana.nn.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.nn.data.Picture;

class TensorPicturesTest {
  /** Two channels of 2x3 cells, the second constant. */
  private static final FeatureMaps MAPS =
      FeatureMaps.of(HostTensor.of(Shape.of(1, 2, 2, 3), -1f, 0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5));

  private static int pixel(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void coloursRunFromEndToEnd() {
    assertEquals(0x440154, ColourMap.SEQUENTIAL.rgb(0));
    assertEquals(0xFDE725, ColourMap.SEQUENTIAL.rgb(1));
    assertEquals(0xFDE725, ColourMap.SEQUENTIAL.rgb(7));
    assertEquals(0xF7F7F7, ColourMap.DIVERGING.rgb(0.5));
    assertEquals(0, ColourMap.DIVERGING.rgb(Double.NaN));
    assertEquals(0x804020, new ColourMap(List.of(0, 0xFF8040)).rgb(0.5));
    assertThrows(IllegalArgumentException.class, () -> new ColourMap(List.of(1)));
  }

  @Test
  void sequentialColoursGrowBrighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int rgb = ColourMap.SEQUENTIAL.rgb(i / 100.0);
      double brightness = 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xFF) + 0.0722 * (rgb & 0xFF);
      assertTrue(brightness > before, "at " + i);
      before = brightness;
    }
  }

  @Test
  void mapsKnowTheirMeanAndTheirLiveliestChannels() {
    assertArrayEquals(new float[] {2, 2.5f, 3, 3.5f, 4, 4.5f}, MAPS.mean());
    assertArrayEquals(new int[] {0, 1}, MAPS.liveliest(5));
    assertArrayEquals(new float[] {5, 5, 5, 5, 5, 5}, MAPS.channel(1));
    assertThrows(
        ShapeException.class, () -> FeatureMaps.of(HostTensor.of(Shape.of(2, 1, 1, 1), 1f, 2)));
  }

  @Test
  void heatIsDrawnCellByCell() {
    HeatMap map = HeatMap.spanning(MAPS.channel(0), 2, 3);
    assertEquals(-1, map.low());
    assertEquals(4, map.high());
    BufferedImage image = map.image(10);
    assertEquals(30, image.getWidth());
    assertEquals(20, image.getHeight());
    assertEquals(ColourMap.SEQUENTIAL.rgb(0), pixel(image, 9, 9));
    assertEquals(ColourMap.SEQUENTIAL.rgb(0.2), pixel(image, 10, 0));
    assertEquals(ColourMap.SEQUENTIAL.rgb(1), pixel(image, 29, 19));
    HeatMap signed = HeatMap.aroundZero(MAPS.channel(0), 2, 3);
    assertEquals(-4, signed.low());
    assertEquals(0xF7F7F7, pixel(signed.image(1), 1, 0));
    assertEquals(
        ColourMap.SEQUENTIAL.rgb(0.5),
        pixel(HeatMap.spanning(MAPS.channel(1), 2, 3).image(1), 0, 0));
  }

  @Test
  void theBarShowsTheLargestNumberAbove() {
    HeatMap map = HeatMap.spanning(MAPS.channel(0), 2, 3);
    BufferedImage plain = map.image(20);
    BufferedImage image = map.imageWithBar(20);
    assertEquals(plain.getHeight(), image.getHeight());
    int bar = plain.getWidth() + 12;
    assertEquals(ColourMap.SEQUENTIAL.rgb(1 - 0.5 / 40), pixel(image, bar, 0));
    assertEquals(ColourMap.SEQUENTIAL.rgb(0.5 / 40), pixel(image, bar, 39));
  }

  @Test
  void mosaicsPutChannelsInRows() {
    BufferedImage image = ChannelMosaic.of(MAPS, new int[] {0, 1, 0}, 2, 63);
    assertEquals(2 * 30 + 3, image.getWidth());
    assertEquals(2 * 20 + 3, image.getHeight());
    assertEquals(0xFFFFFF, pixel(image, 31, 0));
    assertEquals(ColourMap.SEQUENTIAL.rgb(0), pixel(image, 0, 23));
    assertEquals(0xFFFFFF, pixel(image, 40, 30));
  }

  @Test
  void picturesAreClippedAndGreyOnesRepeated() {
    BufferedImage colour =
        PictureImage.of(new Picture(3, 1, 2, new float[] {0, 2, 0.5f, 1, -1, 1}));
    assertEquals(0x008000, pixel(colour, 0, 0));
    assertEquals(0xFFFFFF, pixel(colour, 1, 0));
    assertEquals(0x808080, pixel(PictureImage.of(new Picture(1, 1, 1, new float[] {0.5f})), 0, 0));
  }
}
