package org.tucana.detection.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;

class AnnotatedPictureTest {
  private static final int SIDE = SyntheticScenes.SIDE;

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int count(BufferedImage image, Color colour) {
    int count = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      count += image.getRGB(i % image.getWidth(), i / image.getWidth()) == colour.getRGB() ? 1 : 0;
    }
    return count;
  }

  @Test
  void samplesAreShownAndClipped() throws IOException {
    float[] samples = {-1, 0.2f, 0.5f, 2};
    AnnotatedPicture drawing = new AnnotatedPicture(new Picture(1, 2, 2, samples), 1, 9);
    int[] grey = {0xFF000000, 0xFF333333, 0xFF808080, 0xFFFFFFFF};
    assertArrayEquals(grey, read(drawing.png()).getRGB(0, 0, 2, 2, null, 0, 2));
  }

  @Test
  void anOutlineIsThePixelsThatTouchTheOutside() throws IOException {
    AnnotatedPicture drawing = new AnnotatedPicture(SyntheticScenes.picture(), 1, 9);
    drawing.outline(SyntheticScenes.rectangle(3, 5, 6, 4), Color.RED, 1);
    BufferedImage image = read(drawing.png());
    assertEquals(6 * 4 - 4 * 2, count(image, Color.RED));
    assertEquals(Color.RED.getRGB(), image.getRGB(3, 5));
    assertEquals(Color.RED.getRGB(), image.getRGB(8, 8));
    assertEquals(Color.BLACK.getRGB(), image.getRGB(4, 6));
    assertEquals(Color.BLACK.getRGB(), image.getRGB(9, 9));
  }

  @Test
  void outlinesGrowWithTheScaleAndStayInside() throws IOException {
    AnnotatedPicture drawing = new AnnotatedPicture(SyntheticScenes.picture(), 3, 9);
    drawing.outline(SyntheticScenes.rectangle(3, 5, 6, 4), Color.GREEN, 2);
    drawing.outline(new Box(3, 5, 9, 9), Color.RED, 1);
    BufferedImage image = read(drawing.png());
    assertEquals(3 * SIDE, image.getWidth());
    int edge = 18 * 12 - 16 * 10;
    assertEquals(edge, count(image, Color.RED));
    assertEquals(18 * 12 - 14 * 8 - edge, count(image, Color.GREEN));
  }

  @Test
  void labelsStandAboveThenBelowThenNowhere() throws IOException {
    AnnotatedPicture drawing = new AnnotatedPicture(Picture.black(3, 60, 60), 1, 9);
    Box box = new Box(20, 20, 30, 30);
    drawing.label("abc", box, Color.GREEN);
    BufferedImage above = read(drawing.png());
    drawing.label("abc", box, Color.GREEN);
    BufferedImage both = read(drawing.png());
    drawing.label("abc", box, Color.GREEN);
    assertTrue(inked(above, 0, 20) && !inked(above, 30, 60));
    assertTrue(inked(both, 30, 60));
    assertEquals(count(both, Color.BLACK), count(read(drawing.png()), Color.BLACK));
  }

  private static boolean inked(BufferedImage image, int fromRow, int toRow) {
    for (int y = fromRow; y < toRow; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) != Color.BLACK.getRGB()) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void truthIsGreenDetectionsRedAndIgnoredOnesGrey() throws IOException {
    TruthOverlay overlay = new TruthOverlay(SyntheticScenes.CLASSES, 0.5);
    BufferedImage full =
        read(overlay.png("p", SyntheticScenes.picture(), matched(SyntheticScenes.FULL)));
    assertTrue(count(full, TruthOverlay.TRUTH) > 0);
    assertTrue(count(full, TruthOverlay.DETECTION) > 0);
    assertEquals(0, count(full, TruthOverlay.IGNORED));
    BufferedImage missed =
        read(overlay.png("p", SyntheticScenes.picture(), matched(SyntheticScenes.MISSED)));
    assertEquals(0, count(missed, TruthOverlay.DETECTION));
    assertTrue(count(missed, TruthOverlay.IGNORED) > 0);
    EvaluatedImage unsure =
        new EvaluatedImage(List.of(), List.of(SyntheticScenes.detection(1, 0.4, 0, 0, 9, 9)));
    assertEquals(
        0,
        count(
            read(overlay.png("p", SyntheticScenes.picture(), matched(unsure))),
            TruthOverlay.DETECTION));
  }

  private static MatchedImage matched(EvaluatedImage image) {
    return MatchedImage.of(image, OverlapKind.MASK, 0.5);
  }

  @Test
  void aPictureOfAnotherSizeIsNamed() {
    TruthOverlay overlay = new TruthOverlay(SyntheticScenes.CLASSES, 0.5);
    assertEquals(
        "report: p is 30x40, but its masks are 20x20; give the picture that they are of",
        assertThrows(
                ShapeException.class,
                () -> overlay.png("p", Picture.black(3, 30, 40), matched(SyntheticScenes.FULL)))
            .getMessage());
  }
}
