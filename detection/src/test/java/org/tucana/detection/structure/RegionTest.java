package org.tucana.detection.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

final class RegionTest {
  private static final PictureSize PICTURE = new PictureSize(20, 30);

  @Test
  void polygonsHaveThePixelsOfPycocotools() throws Exception {
    JsonNode cases =
        new ObjectMapper()
            .readTree(RegionTest.class.getResourceAsStream("polygons.json"))
            .get("cases");
    assertEquals(40, cases.size());
    for (JsonNode polygons : cases) {
      String name = polygons.get("name").asText();
      PictureSize picture =
          new PictureSize(polygons.get("height").asInt(), polygons.get("width").asInt());
      List<Ring> rings = new ArrayList<>();
      for (JsonNode polygon : polygons.get("polygons")) {
        double[] xy = polygon.valueStream().mapToDouble(JsonNode::asDouble).toArray();
        rings.add(new Ring(xy));
        assertEquals(
            polygons.get("each").get(rings.size() - 1).asText(),
            RunLengthText.encode(RingRaster.runs(rings.getLast(), picture)),
            name);
      }
      RunLength union = new Region.Rings(rings, FillRule.UNION).runs(picture);
      assertEquals(polygons.get("union").asText(), RunLengthText.encode(union), name);
      assertEquals(polygons.get("area").asInt(), union.area(), name);
    }
  }

  @Test
  void aRingWithinAnotherIsAHoleByEvenOddAlone() {
    List<Ring> rings = List.of(Ring.rectangle(2, 2, 10, 12), Ring.rectangle(4, 5, 3, 3));
    RunLength union = new Region.Rings(rings, FillRule.UNION).runs(PICTURE);
    RunLength holed = new Region.Rings(rings, FillRule.EVEN_ODD).runs(PICTURE);
    assertEquals(120, union.area());
    assertEquals(111, holed.area());
    assertTrue(union.contains(6, 5) && !holed.contains(6, 5));
    assertEquals(new Box(2, 2, 12, 14), holed.bounds());
  }

  @Test
  void ellipsesHoldThePixelsWhoseCentresTheyHold() {
    Philox random = new RandomKey(8, "ellipses", 0).stream();
    for (int round = 0; round < 50; round++) {
      double x = random.nextDouble(-5, 35);
      double y = random.nextDouble(-5, 25);
      double rx = random.nextDouble(0.3, 20);
      double ry = random.nextDouble(0.3, 20);
      double angle = random.nextDouble(-4, 4);
      RunLength runs = new Region.Ellipse(x, y, rx, ry, angle).runs(PICTURE);
      BinaryMask expected = BinaryMask.empty(PICTURE.height(), PICTURE.width());
      for (int row = 0; row < PICTURE.height(); row++) {
        for (int column = 0; column < PICTURE.width(); column++) {
          double dx = column + 0.5 - x;
          double dy = row + 0.5 - y;
          double u = (Math.cos(angle) * dx + Math.sin(angle) * dy) / rx;
          double v = (Math.cos(angle) * dy - Math.sin(angle) * dx) / ry;
          expected.pixels()[row * PICTURE.width() + column] = (byte) (u * u + v * v <= 1 ? 1 : 0);
        }
      }
      assertEquals(RunLength.of(expected), runs, "round " + round);
    }
  }

  @Test
  void theSmallestPictureHoldsAllOfIt() {
    assertEquals(
        new PictureSize(14, 13),
        new Region.Rings(List.of(Ring.rectangle(2, 2, 10.5, 12)), FillRule.UNION)
            .smallestPicture());
    assertEquals(
        new PictureSize(9, 15), new Region.Ellipse(10, 6, 3, 5, Math.PI / 2).smallestPicture());
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "0, 1", "1, -2", "Infinity, 1"})
  void ellipsesWithoutAreaAreRefused(double radiusX, double radiusY) {
    assertThrows(
        IllegalArgumentException.class, () -> new Region.Ellipse(1, 1, radiusX, radiusY, 0));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Region long1 = new Region.Ellipse(1, 1, 1e8, 1, 0);
    assertTrue(refusal(long1, PICTURE).contains("its outline is 400000004 pixels long"));
    Region small = new Region.Rings(List.of(Ring.rectangle(0, 0, 1, 1)), FillRule.UNION);
    assertTrue(
        refusal(small, new PictureSize(1 << 16, 1 << 16)).contains("picture within 2^31 pixels"));
    Region runs = new Region.Runs(RunLength.empty(3, 4));
    assertTrue(refusal(runs, PICTURE).contains("they are of a picture of 3x4"));
  }

  private static String refusal(Region region, PictureSize picture) {
    return assertThrows(IllegalArgumentException.class, () -> region.runs(picture)).getMessage();
  }
}
