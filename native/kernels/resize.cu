/*
 * Interpolation from H x W to P x Q over the last two axes (core.kernel.Resize); row-major. planes
 * is N * C. Gradients gather: the thread of an input pixel adds what each output gives it, in the
 * outputs' row-major order.
 */
#include "tucana.h"

/** Input row of output row i. */
DEVICE int nearestSource(int i, int inputs, int outputs) {
  return (int)((long long)i * inputs / outputs);
}

/** First output row whose input row is at least h. */
DEVICE int nearestFirst(int h, int inputs, int outputs) {
  return (int)(((long long)h * outputs + inputs - 1) / inputs);
}

template <class T>
DEVICE void nearest(Planes p, const T *x, T *y) {
  long long count = p.planes * p.outputRows * p.outputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.outputRows, p.outputColumns);
    int row = nearestSource(to.row, p.inputRows, p.outputRows);
    int column = nearestSource(to.column, p.inputColumns, p.outputColumns);
    y[i] = x[(to.plane * p.inputRows + row) * p.inputColumns + column];
  }
}

template <class T>
DEVICE void nearestGradient(Planes p, const T *dy, T *dx) {
  long long count = p.planes * p.inputRows * p.inputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.inputRows, p.inputColumns);
    int bottom = nearestFirst(to.row + 1, p.inputRows, p.outputRows);
    int left = nearestFirst(to.column, p.inputColumns, p.outputColumns);
    int right = nearestFirst(to.column + 1, p.inputColumns, p.outputColumns);
    double sum = 0;
    for (int r = nearestFirst(to.row, p.inputRows, p.outputRows); r < bottom; r++) {
      const T *line = dy + (to.plane * p.outputRows + r) * p.outputColumns;
      for (int c = left; c < right; c++) {
        sum += line[c];
      }
    }
    dx[i] = narrow<T>(sum);
  }
}

/** Two neighbouring rows (or columns) and the shares of each. */
struct Blend {
  int low;
  int high;
  double lowShare;
  double highShare;
};

DEVICE Blend blend(int i, int inputs, int outputs) {
  double source = (i + 0.5) * inputs / outputs - 0.5;
  source = source > 0 ? source : 0;
  int low = smallerOf((int)source, inputs - 1);
  double share = source - low;
  return {low, smallerOf(low + 1, inputs - 1), 1 - share, share};
}

template <class T>
DEVICE void bilinear(Planes p, const T *x, T *y) {
  long long count = p.planes * p.outputRows * p.outputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.outputRows, p.outputColumns);
    Blend row = blend(to.row, p.inputRows, p.outputRows);
    Blend column = blend(to.column, p.inputColumns, p.outputColumns);
    const T *upperLine = x + (to.plane * p.inputRows + row.low) * p.inputColumns;
    const T *lowerLine = x + (to.plane * p.inputRows + row.high) * p.inputColumns;
    double upper = column.lowShare * (double)upperLine[column.low] +
                   column.highShare * (double)upperLine[column.high];
    double lower = column.lowShare * (double)lowerLine[column.low] +
                   column.highShare * (double)lowerLine[column.high];
    y[i] = narrow<T>(row.lowShare * upper + row.highShare * lower);
  }
}

/**
 * The outputs from first to last may look at input h: their source lies within (h - 1, h + 1), with
 * one output to spare on each side against rounding; the outermost inputs take all that is beyond.
 */
struct Reach {
  int first;
  int last;
};

DEVICE Reach reach(int h, int inputs, int outputs) {
  double scale = (double)outputs / inputs;
  int first = h == 0 ? 0 : wholeNumber((h - 0.5) * scale - 0.5) - 1;
  int last = h == inputs - 1 ? outputs - 1 : wholeNumber((h + 1.5) * scale - 0.5) + 1;
  return {largerOf(first, 0), smallerOf(last, outputs - 1)};
}

template <class T>
DEVICE void bilinearGradient(Planes p, const T *dy, T *dx) {
  long long count = p.planes * p.inputRows * p.inputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.inputRows, p.inputColumns);
    Reach rows = reach(to.row, p.inputRows, p.outputRows);
    Reach columns = reach(to.column, p.inputColumns, p.outputColumns);
    double sum = 0;
    for (int r = rows.first; r <= rows.last; r++) {
      Blend row = blend(r, p.inputRows, p.outputRows);
      if (row.low != to.row && row.high != to.row) {
        continue;
      }
      const T *line = dy + (to.plane * p.outputRows + r) * p.outputColumns;
      for (int c = columns.first; c <= columns.last; c++) {
        Blend column = blend(c, p.inputColumns, p.outputColumns);
        double g = line[c];
        // On the last row or column low and high are one pixel, which gets both shares.
        if (row.low == to.row && column.low == to.column) {
          sum += g * row.lowShare * column.lowShare;
        }
        if (row.low == to.row && column.high == to.column) {
          sum += g * row.lowShare * column.highShare;
        }
        if (row.high == to.row && column.low == to.column) {
          sum += g * row.highShare * column.lowShare;
        }
        if (row.high == to.row && column.high == to.column) {
          sum += g * row.highShare * column.highShare;
        }
      }
    }
    dx[i] = narrow<T>(sum);
  }
}

#define RESIZE(TYPE, T) \
  ENTRY nearest_##TYPE(Planes p, const T *x, T *y) { nearest<T>(p, x, y); } \
  ENTRY nearest_gradient_##TYPE(Planes p, const T *dy, T *dx) { nearestGradient<T>(p, dy, dx); } \
  ENTRY bilinear_##TYPE(Planes p, const T *x, T *y) { bilinear<T>(p, x, y); } \
  ENTRY bilinear_gradient_##TYPE(Planes p, const T *dy, T *dx) { bilinearGradient<T>(p, dy, dx); }
RESIZE(float32, float)
RESIZE(float64, double)
