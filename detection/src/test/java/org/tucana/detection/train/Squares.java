package org.tucana.detection.train;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/** Bright squares of two sizes on noise, one a picture. */
final class Squares implements ExampleSource {
  private static final int SIDE = TinyModel.SIDE;

  @Override
  public List<Example> batch(long step) {
    return List.of(example(2 * step), example(2 * step + 1));
  }

  private static Example example(long number) {
    Philox random = new RandomKey(9, "square", number).stream();
    int label = 1 + random.nextInt(2);
    int side = label == 1 ? 12 : 24;
    int x = random.nextInt(SIDE - side);
    int y = random.nextInt(SIDE - side);
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 0.2f * (float) random.nextDouble();
    }
    BinaryMask mask = BinaryMask.empty(SIDE, SIDE);
    for (int row = y; row < y + side; row++) {
      Arrays.fill(pixels, row * SIDE + x, row * SIDE + x + side, 0.9f);
      Arrays.fill(mask.pixels(), row * SIDE + x, row * SIDE + x + side, (byte) 1);
    }
    return new Example(
        "square " + number,
        new Picture(1, SIDE, SIDE, pixels),
        List.of(new Annotation(new Box(x, y, x + side, y + side), OptionalInt.of(label), mask)));
  }

  @Override
  public String description() {
    return "squares";
  }
}
