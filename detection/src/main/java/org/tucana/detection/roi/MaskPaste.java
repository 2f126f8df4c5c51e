package org.tucana.detection.roi;

import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.PictureSize;

/**
 * Brings masks of fixed resolution to the pixels of the picture: a border of zeros around the mask
 * and as much around the box, whole pixels, bilinear interpolation (torchvision's
 * paste_masks_in_image, with its rounding).
 */
public final class MaskPaste {
  private static final int BORDER = 1;

  private final int side;

  /**
   * @param side bins along each side of a mask
   */
  public MaskPaste(int side) {
    this.side = side;
  }

  /**
   * One mask on its picture.
   *
   * @param probabilities masks one after the other
   * @param index which of them
   * @param box in pixels of the picture
   */
  public MaskCrop paste(float[] probabilities, int index, Box box, PictureSize picture) {
    Span columns = span(box.x1(), box.x2(), picture.width());
    Span rows = span(box.y1(), box.y2(), picture.height());
    float[] out = new float[rows.visible() * columns.visible()];
    Taps across = taps(columns);
    Taps down = taps(rows);
    int first = index * side * side;
    for (int y = 0; y < rows.visible(); y++) {
      for (int x = 0; x < columns.visible(); x++) {
        float upper = across.between(probabilities, first, down.low[y], x, side);
        float lower = across.between(probabilities, first, down.high[y], x, side);
        out[y * columns.visible() + x] = down.lowWeight[y] * upper + down.highWeight[y] * lower;
      }
    }
    return new MaskCrop(picture, columns.from, rows.from, rows.visible(), columns.visible(), out);
  }

  /** An enlarged box along one axis: where it starts, its pixels, and what the picture shows. */
  private record Span(int start, int length, int from, int to) {
    int visible() {
      return to - from;
    }
  }

  private Span span(float low, float high, int pictureSide) {
    float scale = (float) ((side + 2.0 * BORDER) / side);
    float half = (high - low) * 0.5f * scale;
    float centre = (high + low) * 0.5f;
    int start = (int) (centre - half);
    int end = (int) (centre + half);
    int from = Math.clamp(start, 0, pictureSide);
    int to = Math.clamp(end + 1L, from, pictureSide);
    return new Span(start, Math.max(end - start + 1, 1), from, to);
  }

  /** Bilinear weights of each visible pixel; positions outside of the mask are the border. */
  private record Taps(int[] low, int[] high, float[] lowWeight, float[] highWeight) {
    float between(float[] mask, int first, int row, int x, int side) {
      return lowWeight[x] * at(mask, first, row, low[x], side)
          + highWeight[x] * at(mask, first, row, high[x], side);
    }

    private static float at(float[] mask, int first, int row, int column, int side) {
      boolean inside = row >= 0 && row < side && column >= 0 && column < side;
      return inside ? mask[first + row * side + column] : 0;
    }
  }

  private Taps taps(Span span) {
    int n = span.visible();
    Taps taps = new Taps(new int[n], new int[n], new float[n], new float[n]);
    int padded = side + 2 * BORDER;
    float step = (float) padded / span.length;
    for (int i = 0; i < n; i++) {
      float source = Math.max(0, (span.from - span.start + i + 0.5f) * step - 0.5f);
      int low = Math.min((int) source, padded - 1);
      taps.low[i] = low - BORDER;
      taps.high[i] = Math.min(low + 1, padded - 1) - BORDER;
      taps.highWeight[i] = source - low;
      taps.lowWeight[i] = 1 - taps.highWeight[i];
    }
    return taps;
  }
}
