package org.tucana.astro.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

final class ObjectMasksTest {
  private static Picture map(float... pixels) {
    return new Picture(1, 3, pixels.length / 3, pixels);
  }

  @Test
  void eachNumberOfAMapIsAnObject() {
    List<RunLength> objects = ObjectMasks.ofMap(map(7, 7, 0, 2, 0, 7, 0, 2, 0, 0, 0, 0));
    assertEquals(2, objects.size());
    assertEquals(new Box(3, 0, 4, 2), objects.getFirst().bounds());
    assertEquals(3, objects.getLast().area());
  }

  @Test
  void ofOneNumberAloneEachPartIsAnObject() {
    List<RunLength> objects = ObjectMasks.ofMap(map(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0));
    assertEquals(2, objects.size());
    assertEquals(List.of(), ObjectMasks.ofMap(map(0, 0, 0)));
  }

  @Test
  void whatIsNoNumberOfAnObjectIsRefused() {
    for (float wrong : new float[] {0.5f, -1, Float.NaN, 1e9f}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ObjectMasks.ofMap(map(0, wrong, 0)));
      assertTrue(e.getMessage().contains("holds integers from 0 on, got"), e::getMessage);
    }
  }

  @Test
  void lightAboveItsShareIsTheObjectAndLoneCountsAreNot() {
    int side = 41;
    float[] light = new float[2 * side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double r2 = (y - 20) * (y - 20) + (x - 18) * (x - 18);
        light[side * side + y * side + x] = (float) (1000 * Math.exp(-r2 / (2 * 25)));
      }
    }
    light[side * side + 2 * side + 2] = 900;
    RunLength object = ObjectMasks.ofLight(new Picture(2, side, side, light), 1);
    // exp(-r^2 / 50) = 0.08 at r = 11.24.
    assertEquals(Math.PI * 11.24 * 11.24, object.area(), 0.03 * Math.PI * 11.24 * 11.24);
    assertTrue(!object.contains(2, 2) && object.contains(20, 18));
    assertEquals(0, ObjectMasks.ofLight(new Picture(2, side, side, light), 0).area());
  }
}
