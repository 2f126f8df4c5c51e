package org.tucana.detection.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Boxes;

class BoxCoderTest {
  private static final BoxCoder WEIGHTED = new BoxCoder(List.of(10f, 10f, 5f, 5f));

  @Test
  void aShiftByHalfTheWidthAndTwiceTheHeight() {
    Boxes reference = new Boxes(new float[] {10, 10, 30, 20});
    Boxes target = new Boxes(new float[] {20, 5, 40, 25});
    float log2 = (float) Math.log(2);
    assertArrayEquals(
        new float[] {0.5f, 0, 0, log2}, BoxCoder.unweighted().encode(target, reference), 1e-7f);
    assertArrayEquals(new float[] {5, 0, 0, 5 * log2}, WEIGHTED.encode(target, reference), 1e-6f);
  }

  @Test
  void decodingUndoesEncoding() {
    Philox random = new RandomKey(3, "boxes", 0).stream();
    int n = 50;
    Boxes references = boxes(random, n);
    Boxes targets = boxes(random, n);
    float[] offsets = WEIGHTED.encode(targets, references);
    float[] decoded = new float[4 * n];
    for (int i = 0; i < n; i++) {
      WEIGHTED.decode(references, i, offsets, 4 * i, decoded, 4 * i);
    }
    // A handful of float32 operations on coordinates below 200.
    assertArrayEquals(targets.xyxy(), decoded, 200 * 16 * Math.ulp(1f));
  }

  private static Boxes boxes(Philox random, int n) {
    float[] xyxy = new float[4 * n];
    for (int i = 0; i < n; i++) {
      xyxy[4 * i] = (float) random.nextDouble(0, 100);
      xyxy[4 * i + 1] = (float) random.nextDouble(0, 100);
      xyxy[4 * i + 2] = xyxy[4 * i] + (float) random.nextDouble(1, 80);
      xyxy[4 * i + 3] = xyxy[4 * i + 1] + (float) random.nextDouble(1, 80);
    }
    return new Boxes(xyxy);
  }

  @Test
  void aHugeOffsetStopsAt62AndAHalfTimesTheSize() {
    float[] box = new float[4];
    Boxes reference = new Boxes(new float[] {0, 0, 2, 2});
    BoxCoder.unweighted().decode(reference, 0, new float[] {0, 0, 50, 1e30f}, 0, box, 0);
    assertArrayEquals(new float[] {-61.5f, -61.5f, 63.5f, 63.5f}, box, 1e-3f);
  }

  @Test
  void refusesAnotherNumberOfTargetsAndBadWeights() {
    Boxes one = new Boxes(new float[] {0, 0, 1, 1});
    assertEquals(
        "box coder: as many targets as references wanted, got 0 and 1",
        assertThrows(IllegalArgumentException.class, () -> WEIGHTED.encode(Boxes.none(), one))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BoxCoder(List.of(1f, 1f, 0f, 1f)));
  }
}
