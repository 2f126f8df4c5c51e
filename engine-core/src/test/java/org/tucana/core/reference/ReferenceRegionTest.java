package org.tucana.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

class ReferenceRegionTest {
  private final Desk desk = new Desk();

  private double[] roiAlign(RoiAlignGeometry g, List<Operand> levels, double... boxes) {
    int count = boxes.length / 4;
    Operand y = desk.empty(count, levels.getFirst().dim(1), g.outputRows(), g.outputColumns());
    desk.kernels()
        .region()
        .roiAlign(g, levels, desk.put(Shape.of(count, 4), boxes), desk.ints(new int[count]), y);
    return desk.read(y);
  }

  /** A map whose cells hold their column. */
  private Operand columns(int rows, int columns) {
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % columns;
    }
    return desk.put(Shape.of(1, 1, rows, columns), values);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aLinearMapYieldsTheCentresOfBins(int samples) {
    // The worked coordinate: 16 to 72 pixels are cells 2 to 9, bins of one cell, centres 2.5, ...
    double[] plain =
        roiAlign(
            RoiAlignGeometry.single(1, 7, samples, false, 1 / 8.0),
            List.of(columns(12, 12)),
            16,
            16,
            72,
            72);
    assertArrayEquals(new double[] {2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5}, plain, 1e-12);
    double[] aligned =
        roiAlign(
            RoiAlignGeometry.single(1, 7, samples, true, 1 / 8.0),
            List.of(columns(12, 12)),
            16,
            16,
            72,
            72);
    assertArrayEquals(new double[] {2, 3, 4, 5, 6, 7, 8}, aligned, 1e-12);
  }

  @Test
  void twiceTheMapAndTwiceTheBoxAreTheSame() {
    Operand map = desk.random(1, 1, 3, 16, 16);
    double[] once =
        roiAlign(RoiAlignGeometry.single(3, 3, 2, false, 0.5), List.of(map), 4, 6, 20, 28);
    double[] twice =
        roiAlign(RoiAlignGeometry.single(3, 3, 2, false, 0.25), List.of(map), 8, 12, 40, 56);
    assertArrayEquals(once, twice, 1e-15);
  }

  @Test
  void aSmallBoxIsOneCellWideUnlessAligned() {
    Operand map = columns(8, 8);
    assertArrayEquals(
        new double[] {3.5},
        roiAlign(RoiAlignGeometry.single(1, 1, 1, false, 1), List.of(map), 3, 3, 3, 3));
    assertArrayEquals(
        new double[] {2.5},
        roiAlign(RoiAlignGeometry.single(1, 1, 1, true, 1), List.of(map), 3, 3, 3, 3));
  }

  @Test
  void bordersRepeatForOneCellAndThenThereIsNothing() {
    Operand ones = desk.put(Shape.of(1, 1, 2, 2), 1, 1, 1, 1);
    RoiAlignGeometry g = RoiAlignGeometry.single(1, 4, 1, false, 1);
    // Samples at x = -1.5, -0.5, 0.5 and 1.5.
    assertArrayEquals(new double[] {0, 1, 1, 1}, roiAlign(g, List.of(ones), -2, 0, 2, 1));
  }

  @Test
  void boxesGoToTheLevelOfTheirSize() {
    RoiAlignGeometry g =
        new RoiAlignGeometry(1, 1, 1, false, List.of(1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0), 224, 4);
    // 112, 224 and 448 pixels are the sides at which levels 1, 2 and 3 begin.
    double[] sides = {1, 111, 112, 223, 224, 447, 448, 5000};
    int[] expected = {0, 0, 1, 1, 2, 2, 3, 3};
    int[] levels = Arrays.stream(sides).mapToInt(s -> g.level(s * s)).toArray();
    assertArrayEquals(expected, levels);
    List<Operand> maps = List.of(constant(10), constant(20), constant(30), constant(40));
    assertArrayEquals(
        new double[] {10, 20, 40}, roiAlign(g, maps, 0, 0, 32, 32, 0, 0, 30, 500, 0, 0, 60, 5000));
  }

  private Operand constant(double value) {
    double[] values = new double[1000 * 4];
    Arrays.fill(values, value);
    return desk.put(Shape.of(1, 1, 1000, 4), values);
  }

  @Test
  void theGradientIsTheTranspose() {
    RoiAlignGeometry g = new RoiAlignGeometry(3, 2, 0, false, List.of(1 / 4.0, 1 / 8.0), 64, 3);
    List<Operand> maps = List.of(desk.random(1, 2, 3, 16, 20), desk.random(2, 2, 3, 8, 10));
    Operand boxes = desk.put(TestTensors.boxes(9, 80, 64, 3));
    Operand pictures = desk.put(TestTensors.ints(2, 4, 9));
    Operand y = desk.empty(9, 3, 3, 2);
    Operand dy = desk.random(5, 9, 3, 3, 2);
    desk.kernels().region().roiAlign(g, maps, boxes, pictures, y);
    List<Operand> dMaps = List.of(desk.empty(2, 3, 16, 20), desk.empty(2, 3, 8, 10));
    desk.kernels().region().roiAlignGradient(g, boxes, pictures, dy, dMaps);
    assertEquals(
        desk.dot(y, dy),
        desk.dot(maps.get(0), dMaps.get(0)) + desk.dot(maps.get(1), dMaps.get(1)),
        1e-12);
  }

  @Test
  void aPictureThatIsNotThereIsRefused() {
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () ->
                desk.kernels()
                    .region()
                    .roiAlign(
                        RoiAlignGeometry.single(1, 1, 1, false, 1),
                        List.of(desk.ramp(1, 1, 2, 2)),
                        desk.put(Shape.of(1, 4), 0, 0, 1, 1),
                        desk.ints(1),
                        desk.empty(1, 1, 1, 1)));
    assertEquals("roi align: box 0 names picture 1 of a batch of 1", e.getMessage());
  }

  @Test
  void overlapsByHand() {
    Operand a = desk.put(Shape.of(2, 4), 0, 0, 2, 2, 5, 5, 5, 5);
    Operand b = desk.put(Shape.of(4, 4), 1, 1, 3, 3, 0, 0, 2, 1, 2, 0, 4, 2, 5, 5, 5, 5);
    Operand y = desk.empty(2, 4);
    desk.kernels().region().boxIou(a, b, y);
    assertArrayEquals(new double[] {1 / 7.0, 0.5, 0, 0, 0, 0, 0, 0}, desk.read(y));
  }

  private List<Integer> suppress(double threshold, Operand boxes, Operand scores, int... groups) {
    Operand kept = desk.emptyInts(scores.dim(0));
    Operand count = desk.emptyInts();
    desk.kernels()
        .region()
        .nonMaximumSuppression(threshold, boxes, scores, desk.ints(groups), kept, count);
    int n = (int) desk.read(count)[0];
    double[] positions = desk.read(kept);
    assertArrayEquals(
        new double[positions.length - n],
        Arrays.stream(positions).skip(n).map(p -> p + 1).toArray(),
        "the rest is -1");
    return Arrays.stream(positions).limit(n).mapToObj(p -> (int) p).toList();
  }

  @Test
  void suppressionByHand() {
    // A pair that overlaps by half, one that touches nothing, and the first again.
    Operand boxes = desk.put(Shape.of(4, 4), 0, 0, 2, 2, 0, 0, 2, 1, 9, 9, 10, 10, 0, 0, 2, 2);
    Operand scores = desk.vector(0.5, 0.9, 0.7, 0.5);
    assertEquals(List.of(1, 2), suppress(0.4, boxes, scores, 0, 0, 0, 0));
    assertEquals(
        List.of(1, 2, 0), suppress(0.5, boxes, scores, 0, 0, 0, 0), "0.5 does not exceed 0.5");
    assertEquals(List.of(1, 2, 0), suppress(0.4, boxes, scores, 1, 0, 0, 1));
    assertEquals(List.of(1, 2, 0, 3), suppress(0.4, boxes, scores, 1, 0, 0, 2));
  }

  @Test
  void whatIsKeptIsKeptAgain() {
    Operand boxes = desk.put(TestTensors.boxes(60, 40, 40, 6));
    Operand scores = desk.random(7, 60);
    List<Integer> kept = suppress(0.3, boxes, scores, new int[60]);
    double[] corners = desk.read(boxes);
    double[] values = desk.read(scores);
    Operand again =
        desk.put(
            Shape.of(kept.size(), 4),
            kept.stream().flatMapToDouble(k -> Arrays.stream(corners, 4 * k, 4 * k + 4)).toArray());
    Operand scoresAgain = desk.vector(kept.stream().mapToDouble(k -> values[k]).toArray());
    assertEquals(kept.size(), suppress(0.3, again, scoresAgain, new int[kept.size()]).size());
  }
}
