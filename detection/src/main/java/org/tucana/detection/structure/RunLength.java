package org.tucana.detection.structure;

import java.util.Arrays;
import java.util.Objects;

/**
 * A binary mask as run lengths in COCO's order: columns from left to right, each from top to
 * bottom, with alternating counts of pixels outside and inside, beginning outside.
 *
 * <p>Area, bounds, intersection and union are computed on the runs; nothing is decoded. The text
 * form is {@link RunLengthText}. The array is held, not copied: whoever makes one gives it away.
 *
 * @param height rows
 * @param width columns
 * @param counts run lengths, none negative, that add up to {@code height * width}; zeros are
 *     allowed
 */
public record RunLength(int height, int width, int[] counts) {
  public RunLength {
    Objects.requireNonNull(counts, "counts");
    if (height < 0 || width < 0 || (long) height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "run lengths: the picture's size must lie within 2^31 pixels, got "
              + height
              + "x"
              + width);
    }
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("run lengths: a run must not be negative, got " + count);
      }
      sum += count;
    }
    if (sum != (long) height * width) {
      throw new IllegalArgumentException(
          "run lengths: the runs cover "
              + sum
              + " pixels, expected "
              + (long) height * width
              + " for "
              + height
              + "x"
              + width);
    }
  }

  /** The run lengths of a mask, without empty runs except a first one. */
  public static RunLength of(BinaryMask mask) {
    int height = mask.height();
    int width = mask.width();
    byte[] pixels = mask.pixels();
    int[] counts = new int[16];
    int runs = 0;
    int length = 0;
    byte inside = 0;
    for (int x = 0; x < width; x++) {
      for (int at = x; at < pixels.length; at += width) {
        if (pixels[at] != inside) {
          if (runs + 1 == counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
          }
          counts[runs++] = length;
          length = 0;
          inside = pixels[at];
        }
        length++;
      }
    }
    if (pixels.length > 0) {
      counts[runs++] = length;
    }
    return new RunLength(height, width, Arrays.copyOf(counts, runs));
  }

  /** The run lengths of a mask without any pixel inside. */
  public static RunLength empty(int height, int width) {
    return new RunLength(height, width, new int[] {Math.multiplyExact(height, width)});
  }

  /** The mask, decoded. */
  public BinaryMask toMask() {
    byte[] pixels = new byte[height * width];
    forEachPixel((y, x) -> pixels[y * width + x] = 1);
    return new BinaryMask(height, width, pixels);
  }

  /** Takes the place of a pixel. */
  @FunctionalInterface
  public interface PixelVisitor {
    void at(int y, int x);
  }

  /** Visits the pixels inside, column by column; costs nothing for those outside. */
  public void forEachPixel(PixelVisitor visitor) {
    int position = 0;
    for (int run = 0; run < counts.length; run++) {
      int end = position + counts[run];
      if (inside(run)) {
        for (int p = position; p < end; p++) {
          visitor.at(p % height, p / height);
        }
      }
      position = end;
    }
  }

  /** Number of pixels inside. */
  public int area() {
    int area = 0;
    for (int run = 1; run < counts.length; run += 2) {
      area += counts[run];
    }
    return area;
  }

  /** Whether pixel (x, y) is inside; false for one outside of the picture. */
  public boolean contains(int y, int x) {
    if (y < 0 || y >= height || x < 0 || x >= width) {
      return false;
    }
    int target = x * height + y;
    int end = 0;
    for (int run = 0; run < counts.length; run++) {
      end += counts[run];
      if (target < end) {
        return inside(run);
      }
    }
    return false;
  }

  /** The tight box of the pixels inside; (0, 0, 0, 0) where there are none. */
  public Box bounds() {
    int left = Integer.MAX_VALUE;
    int right = 0;
    int top = Integer.MAX_VALUE;
    int bottom = 0;
    int position = 0;
    for (int run = 0; run < counts.length; run++) {
      int end = position + counts[run];
      if (inside(run) && end > position) {
        int firstColumn = position / height;
        int lastColumn = (end - 1) / height;
        left = Math.min(left, firstColumn);
        right = Math.max(right, lastColumn + 1);
        if (firstColumn == lastColumn) {
          top = Math.min(top, position % height);
          bottom = Math.max(bottom, (end - 1) % height + 1);
        } else {
          // A run over the seam of two columns touches both the last and the first row.
          top = 0;
          bottom = height;
        }
      }
      position = end;
    }
    return right == 0 ? new Box(0, 0, 0, 0) : new Box(left, top, right, bottom);
  }

  /**
   * Number of pixels inside both masks.
   *
   * @throws IllegalArgumentException where the pictures' sizes differ
   */
  public int intersection(RunLength other) {
    if (height != other.height || width != other.width) {
      throw new IllegalArgumentException(
          "run lengths: both masks must have one size, got "
              + height
              + "x"
              + width
              + " and "
              + other.height
              + "x"
              + other.width);
    }
    int intersection = 0;
    int a = 0;
    int b = 0;
    int endA = 0;
    int endB = 0;
    int position = 0;
    while (a < counts.length && b < other.counts.length) {
      int nextA = endA + counts[a];
      int nextB = endB + other.counts[b];
      int end = Math.min(nextA, nextB);
      if (inside(a) && inside(b)) {
        intersection += end - position;
      }
      position = end;
      if (nextA == end) {
        endA = nextA;
        a++;
      }
      if (nextB == end) {
        endB = nextB;
        b++;
      }
    }
    return intersection;
  }

  /** Intersection over union with another mask of the same picture; zero where both are empty. */
  public double iou(RunLength other) {
    int intersection = intersection(other);
    long union = (long) area() + other.area() - intersection;
    return union > 0 ? (double) intersection / union : 0;
  }

  private static boolean inside(int run) {
    return (run & 1) == 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunLength that
        && height == that.height
        && width == that.width
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "RunLength[" + height + "x" + width + ", " + RunLengthText.encode(this) + "]";
  }
}
