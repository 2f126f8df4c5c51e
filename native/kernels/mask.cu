/*
 * Masks of fixed resolution to the pixels of a picture (detection.roi.MaskPaste, in float32 in the
 * same order of operations): a border of zeros around the mask and as much around the box, whole
 * pixels, bilinear interpolation.
 */
#include "tucana.h"

constexpr int BORDER = 1;

/** An enlarged box along one axis: where it starts, its pixels, and what the picture shows. */
struct Span {
  int start;
  int length;
  int from;
  int to;
};

DEVICE Span span(float low, float high, int side, int pictureSide) {
  float scale = (float)((side + 2.0 * BORDER) / side);
  float half = (high - low) * 0.5f * scale;
  float centre = (high + low) * 0.5f;
  int start = wholeNumber(centre - half);
  int end = wholeNumber(centre + half);
  int from = smallerOf(largerOf(start, 0), pictureSide);
  long long after = end + 1LL;
  int to = after < from ? from : after > pictureSide ? pictureSide : (int)after;
  int length = (int)((unsigned)end - (unsigned)start + 1); // wraps as in Java
  return {start, largerOf(length, 1), from, to};
}

/** spans [count, 2]: the rows and the columns of each box. */
ENTRY mask_spans(int count, int side, int height, int width, const float *boxes, Span *spans) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const float *box = boxes + 4 * i;
    spans[2 * i] = span(box[1], box[3], side, height);
    spans[2 * i + 1] = span(box[0], box[2], side, width);
  }
}

/** Two neighbouring cells of a mask with its border and their weights. */
struct Taps {
  int low;
  int high;
  float lowWeight;
  float highWeight;
};

DEVICE Taps taps(Span span, int side, int i) {
  int padded = side + 2 * BORDER;
  float step = (float)padded / (float)span.length;
  float source = larger(0.0f, ((float)(span.from - span.start + i) + 0.5f) * step - 0.5f);
  int low = smallerOf(wholeNumber(source), padded - 1);
  float share = source - (float)low;
  return {low - BORDER, smallerOf(low + 1, padded - 1) - BORDER, 1 - share, share};
}

DEVICE float cellOf(const float *mask, int row, int column, int side) {
  bool inside = row >= 0 && row < side && column >= 0 && column < side;
  return inside ? mask[row * side + column] : 0;
}

DEVICE float acrossRow(const float *mask, int row, Taps columns, int side) {
  return columns.lowWeight * cellOf(mask, row, columns.low, side) +
         columns.highWeight * cellOf(mask, row, columns.high, side);
}

/**
 * The visible pixels of all masks, one mask after the other.
 *
 * @param masks [count, side, side]
 * @param starts count + 1 numbers: where each mask's pixels begin in out, then how many there are
 */
ENTRY mask_paste_float32(
    int count, int side, const float *masks, const Span *spans, const long long *starts,
    float *out) {
  for (long long i = firstElement(); i < starts[count]; i += allThreads()) {
    int m = lastStart(starts, count, i);
    Span rows = spans[2 * m];
    Span columns = spans[2 * m + 1];
    long long at = i - starts[m];
    int visible = columns.to - columns.from;
    Taps down = taps(rows, side, (int)(at / visible));
    Taps across = taps(columns, side, (int)(at % visible));
    const float *mask = masks + (long long)m * side * side;
    float upper = acrossRow(mask, down.low, across, side);
    float lower = acrossRow(mask, down.high, across, side);
    out[i] = down.lowWeight * upper + down.highWeight * lower;
  }
}
