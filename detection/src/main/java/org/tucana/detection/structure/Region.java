package org.tucana.detection.structure;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pixels belong to an object, as annotation files say it: by run lengths, by rings or by an
 * ellipse. Pixels are made only when a picture's size is given, and never as a bitmap.
 */
public sealed interface Region {
  /** Rings and ellipses that are longer, in pixels, are no outline of an object. */
  long LONGEST_OUTLINE = 1 << 22;

  /**
   * The pixels within a picture.
   *
   * @throws IllegalArgumentException where the region is of a picture of another size, or its
   *     outline too long to be walked
   */
  RunLength runs(PictureSize picture);

  /** The smallest picture that holds the region; run lengths know their picture. */
  PictureSize smallestPicture();

  /** Pixels by run lengths. */
  record Runs(RunLength runs) implements Region {
    @Override
    public RunLength runs(PictureSize picture) {
      if (!picture.equals(smallestPicture())) {
        throw new IllegalArgumentException(
            "run lengths: they are of a picture of "
                + smallestPicture()
                + ", but this one has "
                + picture
                + " pixels");
      }
      return runs;
    }

    @Override
    public PictureSize smallestPicture() {
      return new PictureSize(runs.height(), runs.width());
    }
  }

  /** What closed rings enclose, pixel for pixel as pycocotools reckons each of them. */
  record Rings(List<Ring> rings, FillRule rule) implements Region {
    public Rings {
      rings = List.copyOf(rings);
      if (rings.isEmpty()) {
        throw new IllegalArgumentException("polygons: expected at least one, got none");
      }
    }

    /** The outlines of a mask's parts with their holes. */
    public static Rings of(List<Outline> outlines) {
      List<Ring> rings = new ArrayList<>();
      for (Outline outline : outlines) {
        rings.add(Ring.of(outline.outer()));
        outline.holes().forEach(hole -> rings.add(Ring.of(hole)));
      }
      return new Rings(rings, FillRule.EVEN_ODD);
    }

    @Override
    public RunLength runs(PictureSize picture) {
      double length = 0;
      for (Ring ring : rings) {
        for (int i = 0; i < ring.size(); i++) {
          int next = (i + 1) % ring.size();
          length += Math.abs(ring.x(i) - ring.x(next)) + Math.abs(ring.y(i) - ring.y(next));
        }
      }
      check(picture, length);
      return RunMerge.of(rings.stream().map(ring -> RingRaster.runs(ring, picture)).toList(), rule);
    }

    @Override
    public PictureSize smallestPicture() {
      double right = 1;
      double bottom = 1;
      for (Ring ring : rings) {
        for (int i = 0; i < ring.size(); i++) {
          right = Math.max(right, ring.x(i));
          bottom = Math.max(bottom, ring.y(i));
        }
      }
      return new PictureSize((int) Math.ceil(bottom), (int) Math.ceil(right));
    }
  }

  /**
   * The pixels whose centres lie in an ellipse or on it.
   *
   * @param x centre, in continuous pixel coordinates
   * @param y centre
   * @param radiusX half axis that lies along x where the angle is 0, above 0
   * @param radiusY the other half axis, above 0
   * @param angle by which it is turned from x towards y, in radians
   */
  record Ellipse(double x, double y, double radiusX, double radiusY, double angle)
      implements Region {
    public Ellipse {
      if (!(radiusX > 0 && radiusY > 0) || !Double.isFinite(x + y + radiusX + radiusY + angle)) {
        throw new IllegalArgumentException(
            "ellipse: expected finite numbers and radii above 0, got centre ("
                + x
                + ", "
                + y
                + "), radii "
                + radiusX
                + " and "
                + radiusY
                + ", angle "
                + angle);
      }
    }

    /**
     * Within a column at distance dx from the centre, an ellipse a dy^2 + 2 b dx dy + c dx^2 <= 1
     * holds one run of rows.
     */
    @Override
    public RunLength runs(PictureSize picture) {
      check(picture, 4 * (reachX() + reachY()));
      double cosine = StrictMath.cos(angle);
      double sine = StrictMath.sin(angle);
      double inX = 1 / (radiusX * radiusX);
      double inY = 1 / (radiusY * radiusY);
      double a = sine * sine * inX + cosine * cosine * inY;
      double b = sine * cosine * (inX - inY);
      double c = cosine * cosine * inX + sine * sine * inY;
      int first = Math.clamp((long) Math.floor(x - reachX()), 0, picture.width());
      int end = Math.clamp((long) Math.ceil(x + reachX()), first, picture.width());
      RunBuilder runs = new RunBuilder(2 * (end - first) + 2);
      runs.add(false, first * picture.height());
      for (int column = first; column < end; column++) {
        double dx = column + 0.5 - x;
        double root = b * dx * b * dx - a * (c * dx * dx - 1);
        double half = root < 0 ? Double.NaN : Math.sqrt(root) / a;
        double middle = y - b * dx / a;
        int top = root < 0 ? 0 : row(Math.ceil(middle - half - 0.5), picture);
        int bottom = root < 0 ? 0 : row(Math.floor(middle + half - 0.5) + 1, picture);
        runs.add(false, top);
        runs.add(true, Math.max(0, bottom - top));
        runs.add(false, picture.height() - Math.max(top, bottom));
      }
      runs.add(false, (picture.width() - end) * picture.height());
      return runs.finish(picture);
    }

    private static int row(double y, PictureSize picture) {
      return Math.clamp((long) y, 0, picture.height());
    }

    private double reachX() {
      return StrictMath.hypot(radiusX * StrictMath.cos(angle), radiusY * StrictMath.sin(angle));
    }

    private double reachY() {
      return StrictMath.hypot(radiusX * StrictMath.sin(angle), radiusY * StrictMath.cos(angle));
    }

    @Override
    public PictureSize smallestPicture() {
      return new PictureSize(
          (int) Math.max(1, Math.ceil(y + reachY())), (int) Math.max(1, Math.ceil(x + reachX())));
    }
  }

  private static void check(PictureSize picture, double length) {
    if ((long) picture.height() * picture.width() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "region: expected a picture within 2^31 pixels, got " + picture);
    }
    if (length > LONGEST_OUTLINE) {
      throw new IllegalArgumentException(
          "region: its outline is "
              + (long) length
              + " pixels long, expected at most "
              + LONGEST_OUTLINE);
    }
  }
}
