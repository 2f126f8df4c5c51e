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

/**
 * Bright squares of two sizes on noise, one a picture.
 *
 * @param channels of the pictures, which are alike
 * @param height in pixels
 * @param width in pixels
 */
public record Squares(int channels, int height, int width) implements ExampleSource {
  /** For {@link TinyModel}. */
  public static Squares tiny() {
    return new Squares(1, TinyModel.SIDE, TinyModel.SIDE);
  }

  @Override
  public List<Example> batch(long step) {
    return List.of(example(2 * step), example(2 * step + 1));
  }

  private Example example(long number) {
    Philox random = new RandomKey(9, "square", number).stream();
    int label = 1 + random.nextInt(2);
    int side = label * Math.min(height, width) * 3 / 16;
    int x = random.nextInt(width - side);
    int y = random.nextInt(height - side);
    float[] pixels = new float[channels * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 0.2f * (float) random.nextDouble();
    }
    BinaryMask mask = BinaryMask.empty(height, width);
    for (int row = y; row < y + side; row++) {
      int from = row * width + x;
      Arrays.fill(mask.pixels(), from, from + side, (byte) 1);
      for (int channel = 0; channel < channels; channel++) {
        int start = channel * height * width + from;
        Arrays.fill(pixels, start, start + side, 0.9f);
      }
    }
    return new Example(
        "square " + number,
        new Picture(channels, height, width, pixels),
        List.of(new Annotation(new Box(x, y, x + side, y + side), OptionalInt.of(label), mask)));
  }

  @Override
  public String description() {
    return "squares";
  }
}
