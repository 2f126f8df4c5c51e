package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.nn.data.Picture;

/** A sky being filled: the light of all objects, and which pixels each of them dominates. */
public final class Canvas {
  private final int side;
  private final Exposure exposure;
  private final DisplayStyle style;
  private final Map<Band, float[]> light = new EnumMap<>(Band.class);
  private final VisibleMasks masks;

  /** A dark sky seen in some bands, those of the display among them. */
  Canvas(int side, Exposure exposure, DisplayStyle style, List<Band> bands) {
    this.side = side;
    this.exposure = exposure;
    this.style = style;
    this.masks = new VisibleMasks(side, side);
    bands.forEach(band -> light.put(band, new float[side * side]));
  }

  public int side() {
    return side;
  }

  public Exposure exposure() {
    return exposure;
  }

  public DisplayStyle style() {
    return style;
  }

  List<Band> bands() {
    return List.copyOf(light.keySet());
  }

  /** The bands of red, green and blue. */
  public List<Band> shown() {
    return style.grey() ? List.of(Band.R, Band.R, Band.R) : Band.DISPLAY;
  }

  /** Adds light that no annotation tells of. */
  void addLight(Footprint object) {
    light.forEach((band, plane) -> object.addTo(plane, band, side, side));
  }

  /**
   * Adds an object that counts.
   *
   * @param brightness mean of the display bands, deviations of their noise, of the footprint's size
   * @param outline its pixels, of the same size
   * @param label its class
   */
  public void add(Footprint object, float[] brightness, BinaryMask outline, OptionalInt label) {
    addLight(object);
    masks.add(object, brightness, outline, label);
  }

  /**
   * Adds an object given as it is shown. A grey canvas shows its green.
   *
   * @param channels red, green and blue, deviations of the noise
   * @param softness deviation of a Gaussian that blurs them first, pixels
   * @param outline its pixels, of the same size
   * @param row of the object's upper edge
   * @param column of its left edge
   * @param label its class, if known
   */
  public void addShown(
      float[][] channels,
      double softness,
      BinaryMask outline,
      int row,
      int column,
      OptionalInt label) {
    int height = outline.height();
    int width = outline.width();
    Footprint object = new Footprint(row, column, height, width, new EnumMap<>(Band.class));
    for (int c = 0; c < channels.length; c++) {
      float[] plane = Blur.gaussian(channels[c], height, width, softness);
      float noise = (float) exposure.in(Band.DISPLAY.get(c)).noise();
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= noise;
      }
      object.light().put(Band.DISPLAY.get(c), plane);
    }
    add(object, brightness(object), outline, label);
  }

  /** Mean of the display bands in deviations of their noise. */
  float[] brightness(Footprint object) {
    float[] mean = new float[object.size()];
    for (Band band : shown()) {
      float[] plane = object.light().get(band);
      float scale = (float) (1 / (3 * exposure.in(band).noise()));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += scale * plane[i];
      }
    }
    return mean;
  }

  /** Electrons of a band, read out with noise. */
  float[] electrons(Band band, RandomKey noiseKey) {
    Exposure.Conditions c = exposure.in(band);
    float[] plane = light.get(band);
    float[] noise =
        NoiseField.of(side, side, exposure.grain(), noiseKey.forPurpose("noise " + band.title()));
    double read = c.readNoise() * c.readNoise();
    for (int i = 0; i < plane.length; i++) {
      double mean = c.sky() + plane[i];
      noise[i] = (float) (mean + Math.sqrt(mean + read) * noise[i]);
    }
    return noise;
  }

  /** The display picture of bands read out as electrons. */
  public Picture display(Map<Band, float[]> electrons) {
    int size = side * side;
    float[] pixels = new float[3 * size];
    List<Band> shown = shown();
    for (int c = 0; c < 3; c++) {
      Exposure.Conditions conditions = exposure.in(shown.get(c));
      float[] plane = electrons.get(shown.get(c));
      float sky = (float) conditions.sky();
      float scale = (float) (1 / conditions.noise());
      for (int i = 0; i < size; i++) {
        pixels[c * size + i] = scale * (plane[i] - sky);
      }
    }
    double[] bands = new double[3];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < 3; c++) {
        bands[c] = pixels[c * size + i];
      }
      style.curve().show(bands, style.level());
      for (int c = 0; c < 3; c++) {
        pixels[c * size + i] = eightBits(bands[c]);
      }
    }
    return new Picture(3, side, side, pixels);
  }

  /** Display pictures have 256 levels. */
  private static float eightBits(double brightness) {
    return Math.round(brightness * 255) / 255f;
  }

  /** The truth about the objects that count. */
  public List<Annotation> annotations() {
    return masks.annotations();
  }

  int[] segmentation() {
    return masks.segmentation();
  }

  int[] areas() {
    return masks.areas();
  }

  /** Reads the display bands out: the picture that is shown. */
  public Picture exposed(RandomKey noiseKey) {
    Map<Band, float[]> electrons = new EnumMap<>(Band.class);
    for (Band band : shown()) {
      electrons.computeIfAbsent(band, b -> electrons(b, noiseKey));
    }
    return display(electrons);
  }
}
