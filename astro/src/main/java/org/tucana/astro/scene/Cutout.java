package org.tucana.astro.scene;

import java.util.OptionalInt;
import org.tucana.astro.simulation.Outlines;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/**
 * A galaxy cut from its stamp: display brightness above the stamp's sky, fading out beyond its
 * outline, and the share of each pixel inside the outline. At most {@link #LARGEST_SIDE} pixels a
 * side; halved copies of itself serve smaller sizes.
 *
 * @param light red, green, blue, row by row
 * @param inside 0 outside the outline, 1 inside
 */
record Cutout(int height, int width, float[] light, float[] inside, OptionalInt label) {
  static final int CHANNELS = 3;
  static final int LARGEST_SIDE = 144;

  /** Width of the fading along a stamp's border, pixels. */
  private static final float EDGE_FADE = 6;

  /** Cuts the first annotated object out of a stamp of three bands. */
  static Cutout of(Example stamp) {
    Annotation galaxy = stamp.annotations().getFirst();
    Picture picture = stamp.picture();
    BinaryMask mask = galaxy.mask();
    double radius = Math.sqrt(mask.area() / Math.PI);
    int margin = (int) Math.ceil(2 + 0.7 * radius);
    Box box = galaxy.box();
    int top = Math.max(0, (int) box.y1() - margin);
    int left = Math.max(0, (int) box.x1() - margin);
    int height = Math.min(picture.height(), (int) box.y2() + margin) - top;
    int width = Math.min(picture.width(), (int) box.x2() + margin) - left;
    float[] inside = inside(Outlines.withoutHoles(mask), top, left, height, width);
    float[] distance = Distances.toInside(inside, height, width);
    float[] light = new float[CHANNELS * height * width];
    for (int c = 0; c < CHANNELS; c++) {
      float sky = StampSky.of(picture, c, mask);
      for (int i = 0; i < inside.length; i++) {
        float fade = fade(distance[i], margin) * edgeFade(i / width, i % width, height, width);
        light[c * inside.length + i] =
            fade * (picture.at(c, top + i / width, left + i % width) - sky);
      }
    }
    Cutout cutout = new Cutout(height, width, light, inside, galaxy.label());
    while (Math.max(cutout.height, cutout.width) > LARGEST_SIDE) {
      cutout = cutout.halved();
    }
    return cutout;
  }

  /**
   * A mask's window with its edge smoothed by two means over 3x3 pixels, so that the noise which an
   * automatic outline follows is not learned as shape.
   */
  private static float[] inside(BinaryMask mask, int top, int left, int height, int width) {
    float[] inside = new float[height * width];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = mask.at(top + i / width, left + i % width) ? 1 : 0;
    }
    return smoothed(smoothed(inside, height, width), height, width);
  }

  /** The mean over 3x3 pixels; beyond the border lies nothing. */
  private static float[] smoothed(float[] plane, int height, int width) {
    float[] mean = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
          for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
            sum += plane[row * width + column];
          }
        }
        mean[y * width + x] = sum / 9;
      }
    }
    return mean;
  }

  /** 1 near the outline, falling smoothly to 0 at the margin. */
  private static float fade(float distance, int margin) {
    float t = Math.min(1, Math.max(0, (margin - distance) / (0.7f * margin)));
    return t * t * (3 - 2 * t);
  }

  /** Hides the straight cut where the stamp ends before the galaxy does. */
  private static float edgeFade(int y, int x, int height, int width) {
    int edge = Math.min(Math.min(y, height - 1 - y), Math.min(x, width - 1 - x));
    return Math.min(1, (edge + 0.5f) / EDGE_FADE);
  }

  /** Pixels inside the outline. */
  double area() {
    double area = 0;
    for (float share : inside) {
      area += share;
    }
    return area;
  }

  /** Half as many rows and columns, each pixel the mean of four. */
  Cutout halved() {
    int h = Math.max(1, height / 2);
    int w = Math.max(1, width / 2);
    float[] smallLight = new float[CHANNELS * h * w];
    for (int c = 0; c < CHANNELS; c++) {
      halve(light, c * height * width, smallLight, c * h * w, h, w);
    }
    float[] smallInside = new float[h * w];
    halve(inside, 0, smallInside, 0, h, w);
    return new Cutout(h, w, smallLight, smallInside, label);
  }

  private void halve(float[] from, int fromOffset, float[] to, int toOffset, int h, int w) {
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int y2 = Math.min(height - 1, 2 * y + 1);
        int x2 = Math.min(width - 1, 2 * x + 1);
        to[toOffset + y * w + x] =
            (from[fromOffset + 2 * y * width + 2 * x]
                    + from[fromOffset + 2 * y * width + x2]
                    + from[fromOffset + y2 * width + 2 * x]
                    + from[fromOffset + y2 * width + x2])
                / 4;
      }
    }
  }

  /**
   * A plane at a point between pixel centres by bilinear interpolation, 0 outside.
   *
   * @param plane 0 to 2: the bands; 3: the outline
   */
  float sample(int plane, double y, double x) {
    int y0 = (int) Math.floor(y - 0.5);
    int x0 = (int) Math.floor(x - 0.5);
    float fy = (float) (y - 0.5 - y0);
    float fx = (float) (x - 0.5 - x0);
    return (1 - fy) * ((1 - fx) * pixel(plane, y0, x0) + fx * pixel(plane, y0, x0 + 1))
        + fy * ((1 - fx) * pixel(plane, y0 + 1, x0) + fx * pixel(plane, y0 + 1, x0 + 1));
  }

  private float pixel(int plane, int y, int x) {
    if (y < 0 || y >= height || x < 0 || x >= width) {
      return 0;
    }
    int i = y * width + x;
    return plane < CHANNELS ? light[plane * height * width + i] : inside[i];
  }
}
