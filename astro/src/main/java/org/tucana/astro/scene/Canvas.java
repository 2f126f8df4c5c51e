package org.tucana.astro.scene;

import java.util.Arrays;
import java.util.OptionalInt;
import org.tucana.astro.mask.Otsu;
import org.tucana.astro.stretch.ColourCurve;
import org.tucana.core.type.Philox;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/** A sky being filled: the light of all objects, and which pixels each galaxy dominates. */
final class Canvas {
  /** Stamps are outlined by Otsu's rule under noise, which lowers its threshold to about this. */
  private static final double OUTLINE_SHARE = 0.75;

  /** Blur that joins the arms of a disc, as a share of the reach of its light. */
  private static final double ARM_BLUR = 1 / 32.0;

  /** Brightness, in units of the sky's noise, below which nothing is outlined. */
  private static final double FAINTEST_OUTLINE = 1.5;

  private final int side;
  private final Sky sky;
  private final Bands light;
  private final VisibleMasks masks;

  Canvas(int side, Sky sky) {
    this.side = side;
    this.sky = sky;
    this.light = new Bands(side, side);
    this.masks = new VisibleMasks(side, side);
  }

  Sky sky() {
    return sky;
  }

  /** Adds a simulated galaxy that counts, centred at x, y. */
  void add(Light source, double x, double y, OptionalInt label) {
    Window window = Window.of(source, x, y);
    Bands seen = window.rendered(source, x, y).seen(sky);
    addSeen(seen, outline(seen, source.reach()), window.row(), window.column(), label);
  }

  /** Adds the image of an object that counts, its corner at row and column, with its outline. */
  void addSeen(Bands seen, BinaryMask outline, int row, int column, OptionalInt label) {
    light.add(seen, row, column);
    masks.add(seen, outline, row, column, label);
  }

  /** Adds light that no annotation tells of. */
  void addUncounted(Light source, double x, double y) {
    Window window = Window.of(source, x, y);
    light.add(window.rendered(source, x, y).seen(sky), window.row(), window.column());
  }

  /**
   * Outlines an object seen alone and without noise: on its display picture, softened in proportion
   * to its size so that arms hold together, everything above a fixed part of Otsu's threshold, but
   * nothing fainter than the noise.
   */
  private BinaryMask outline(Bands seen, double reach) {
    Bands soft = seen.blurred(Math.max(sky.seeing(), reach * ARM_BLUR));
    float[] display = new float[soft.height * soft.width];
    for (int i = 0; i < display.length; i++) {
      display[i] = (float) Math.min(1, sky.stretched(soft.grey(i)));
    }
    double threshold =
        Math.max(OUTLINE_SHARE * Otsu.threshold(display), sky.stretched(FAINTEST_OUTLINE));
    byte[] inside = new byte[display.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (display[i] > threshold ? 1 : 0);
    }
    return Outlines.withoutHoles(new BinaryMask(soft.height, soft.width, inside));
  }

  /** Adds noise and stretches: the picture with its truth. */
  Example finish(String name, Philox random) {
    Bands noise = Bands.noise(side, side, sky, random);
    int pixels = side * side;
    float[] display = new float[Bands.COUNT * pixels];
    ColourCurve curve = sky.curve();
    double[] shown = new double[Bands.COUNT];
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < Bands.COUNT; c++) {
        double signal = light.values[c][i];
        double deviation = Math.sqrt(1 + sky.shotNoise() * Math.max(0, signal));
        shown[c] = signal + deviation * noise.values[c][i];
      }
      curve.show(shown, sky.level());
      for (int c = 0; c < Bands.COUNT; c++) {
        display[c * pixels + i] = eightBits(shown[c]);
      }
    }
    return new Example(name, new Picture(Bands.COUNT, side, side, display), masks.annotations());
  }

  /** Display pictures have 256 levels. */
  private static float eightBits(double brightness) {
    return Math.round(brightness * 255) / 255f;
  }

  /** The rectangle around a light, possibly reaching over the sky's edge. */
  private record Window(int row, int column, int height, int width) {
    private static final int MARGIN = 6;

    static Window of(Light source, double x, double y) {
      double reach = source.reach() + MARGIN;
      int column = (int) Math.floor(x - reach);
      int row = (int) Math.floor(y - reach);
      return new Window(
          row, column, (int) Math.ceil(y + reach) - row, (int) Math.ceil(x + reach) - column);
    }

    Bands rendered(Light source, double x, double y) {
      Bands bands = new Bands(height, width);
      double[] rgb = new double[Bands.COUNT];
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          Arrays.fill(rgb, 0);
          source.addTo(column + j + 0.5 - x, row + i + 0.5 - y, rgb);
          for (int c = 0; c < Bands.COUNT; c++) {
            bands.values[c][i * width + j] = rgb[c];
          }
        }
      }
      return bands;
    }
  }
}
