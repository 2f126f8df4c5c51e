package org.tucana.astro.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.simulation.Canvas;
import org.tucana.astro.simulation.DisplayStyle;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Example;

/**
 * Sets real galaxies, cut from stamps by their masks, on simulated skies: scaled, turned, mirrored,
 * dimmed and overlapping, with exact truth. Seed and scene number determine every pixel.
 */
public final class Composer {
  private final long seed;
  private final SceneStyle style;
  private final List<List<Cutout>> byLabel;

  /**
   * A composer of scenes of one style.
   *
   * @param stamps pictures of three bands whose first annotation is the galaxy to cut out; those of
   *     unknown class are one kind beside the classes, and every kind is drawn equally often
   */
  public Composer(long seed, SceneStyle style, Iterable<Example> stamps) {
    this.seed = seed;
    this.style = style;
    Map<OptionalInt, List<Cutout>> kinds = new LinkedHashMap<>();
    for (Example stamp : stamps) {
      Cutout cutout = Cutout.of(stamp);
      kinds.computeIfAbsent(cutout.label(), k -> new ArrayList<>()).add(cutout);
    }
    this.byLabel = List.copyOf(kinds.values());
    if (byLabel.isEmpty()) {
      throw new IllegalArgumentException("composer: it needs at least one stamp to cut from");
    }
  }

  /** A composer that cuts from these rows of a set, each read once and not kept. */
  public static Composer of(long seed, SceneStyle style, StampSet stamps, int[] rows) {
    return new Composer(
        seed,
        style,
        () ->
            Arrays.stream(rows)
                .mapToObj(row -> stamps.loneStamp(row, new RandomKey(seed, "cut out", row)))
                .iterator());
  }

  private Composer(long seed, SceneStyle style, List<List<Cutout>> byLabel) {
    this.seed = seed;
    this.style = style;
    this.byLabel = byLabel;
  }

  public SceneStyle style() {
    return style;
  }

  /** A composer of another style that cuts from the same stamps. */
  public Composer with(SceneStyle other) {
    return new Composer(seed, other, byLabel);
  }

  /** Scene number {@code index}. */
  public Example scene(long index) {
    RandomKey key = new RandomKey(seed, "composed scene", index);
    Canvas canvas = new Simulator(seed, style.sky()).background(key.forPurpose("composed sky"));
    Philox random = key.stream();
    int galaxies = style.fewest() + random.nextInt(style.most() - style.fewest() + 1);
    for (int i = 0; i < galaxies; i++) {
      List<Cutout> kind = byLabel.get(random.nextInt(byLabel.size()));
      paste(canvas, kind.get(random.nextInt(kind.size())), random);
    }
    return new Example("composed " + seed + "/" + index, canvas.exposed(key), canvas.annotations());
  }

  private void paste(Canvas canvas, Cutout whole, Philox random) {
    double radius =
        style.smallest() * Math.pow(style.largest() / style.smallest(), random.nextDouble());
    double wanted = radius / 1.4 / Math.sqrt(whole.area() / Math.PI);
    Cutout cutout = whole;
    double scale = Math.min(1.3, wanted);
    while (scale < 0.5 && Math.min(cutout.height(), cutout.width()) > 1) {
      cutout = cutout.halved();
      scale *= 2;
    }
    double angle = random.nextDouble(0, 2 * Math.PI);
    double mirror = random.nextDouble() < 0.5 ? -1 : 1;
    double gain = random.nextDouble(0.45, 1.15);
    double softness = random.nextDouble(0, 0.7);
    double centreX = random.nextDouble(0, style.side());
    double centreY = random.nextDouble(0, style.side());
    double reach = Math.hypot(cutout.height(), cutout.width()) / 2 * scale + 2;
    int row = (int) Math.floor(centreY - reach);
    int column = (int) Math.floor(centreX - reach);
    int side = (int) Math.ceil(2 * reach) + 1;
    float[][] seen = new float[Cutout.CHANNELS][side * side];
    byte[] inside = new byte[side * side];
    double cosine = Math.cos(angle) / scale;
    double sine = Math.sin(angle) / scale;
    for (int i = 0; i < side * side; i++) {
      double dy = row + i / side + 0.5 - centreY;
      double dx = mirror * (column + i % side + 0.5 - centreX);
      double y = cutout.height() / 2.0 + cosine * dy - sine * dx;
      double x = cutout.width() / 2.0 + sine * dy + cosine * dx;
      inside[i] = (byte) (cutout.sample(Cutout.CHANNELS, y, x) > 0.5f ? 1 : 0);
      setLight(canvas.style(), cutout, y, x, gain, seen, i);
    }
    canvas.addShown(
        seen, softness, new BinaryMask(side, side, inside), row, column, cutout.label());
  }

  /** Display brightness back to brightness in deviations of the noise, with the colours kept. */
  private static void setLight(
      DisplayStyle style,
      Cutout cutout,
      double y,
      double x,
      double gain,
      float[][] seen,
      int pixel) {
    double grey = 0;
    for (int c = 0; c < Cutout.CHANNELS; c++) {
      double display = gain * cutout.sample(c, y, x);
      seen[c][pixel] = (float) display;
      grey += display / Cutout.CHANNELS;
    }
    double ratio = Math.abs(grey) < 1e-6 ? 0 : style.curve().signal(grey) / grey;
    for (int c = 0; c < Cutout.CHANNELS; c++) {
      seen[c][pixel] *= (float) ratio;
    }
  }
}
