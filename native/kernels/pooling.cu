/*
 * Pooling over the last two axes (core.kernel.Pooling); row-major. planes is N * C, inputs are H x
 * W, outputs P x Q.
 */
#include "tucana.h"

/**
 * Largest value of each window and its place y * W + x in the plane; NaN wins, of equal values the
 * first in row-major order.
 */
template <class T>
DEVICE void maximumPool(Planes p, int size, int stride, int padding, const T *x, T *y, int *indices) {
  long long count = p.planes * p.outputRows * p.outputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.outputRows, p.outputColumns);
    int top = largerOf(to.row * stride - padding, 0);
    int bottom = smallerOf(to.row * stride - padding + size, p.inputRows);
    int left = largerOf(to.column * stride - padding, 0);
    int right = smallerOf(to.column * stride - padding + size, p.inputColumns);
    const T *plane = x + to.plane * p.inputRows * p.inputColumns;
    T best = -__builtin_inf();
    int at = top * p.inputColumns + left;
    for (int h = top; h < bottom; h++) {
      for (int w = left; w < right; w++) {
        T v = plane[(long long)h * p.inputColumns + w];
        if (v > best || (v != v && best == best)) {
          best = v;
          at = h * p.inputColumns + w;
        }
      }
    }
    y[i] = best;
    indices[i] = at;
  }
}

/**
 * First step of the gradient, which is not told the windows and finds them in the indices: the
 * smallest and largest input row that any output of row p came from, low[p] and high[p], and after
 * them the like for the columns, low[P + q] and high[P + q]. One block for each row or column.
 */
ENTRY max_pool_bounds(Planes p, const int *indices, int *low, int *high) {
  __shared__ int lows[SUM_THREADS];
  __shared__ int highs[SUM_THREADS];
  int lines = p.outputRows + p.outputColumns;
  int thread = threadIndex();
  for (int line = blockIndex(); line < lines; line += gridBlocks()) {
    bool isRow = line < p.outputRows;
    long long across = isRow ? p.outputColumns : p.outputRows;
    int least = 0x7FFFFFFF;
    int most = -1;
    for (long long i = thread; i < p.planes * across; i += SUM_THREADS) {
      long long plane = i / across * p.outputRows * p.outputColumns;
      long long in = isRow ? line * across + i % across
                           : i % across * p.outputColumns + (line - p.outputRows);
      int at = indices[plane + in];
      int source = isRow ? at / p.inputColumns : at % p.inputColumns;
      least = smallerOf(least, source);
      most = largerOf(most, source);
    }
    lows[thread] = least;
    highs[thread] = most;
    barrier();
    for (int half = SUM_THREADS / 2; half > 0; half /= 2) {
      if (thread < half) {
        lows[thread] = smallerOf(lows[thread], lows[thread + half]);
        highs[thread] = largerOf(highs[thread], highs[thread + half]);
      }
      barrier();
    }
    if (thread == 0) {
      low[line] = lows[0];
      high[line] = highs[0];
    }
    barrier();
  }
}

/**
 * Second step: the first and last output row whose bounds hold input row h, first[h] and last[h],
 * and after them the like for the columns, first[H + w] and last[H + w]; first exceeds last where
 * there is none.
 */
ENTRY max_pool_reach(Planes p, const int *low, const int *high, int *first, int *last) {
  for (long long i = firstElement(); i < p.inputRows + p.inputColumns; i += allThreads()) {
    bool isRow = i < p.inputRows;
    int source = (int)(isRow ? i : i - p.inputRows);
    int start = isRow ? 0 : p.outputRows;
    int outputs = isRow ? p.outputRows : p.outputColumns;
    int least = outputs;
    int most = -1;
    for (int o = 0; o < outputs; o++) {
      if (low[start + o] <= source && source <= high[start + o]) {
        least = smallerOf(least, o);
        most = o;
      }
    }
    first[i] = least;
    last[i] = most;
  }
}

/** Third step: each input adds the dy of the outputs that came from it, in their order. */
template <class T>
DEVICE void maximumPoolGradient(
    Planes p, const int *first, const int *last, const T *dy, const int *indices, T *dx) {
  long long count = p.planes * p.inputRows * p.inputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.inputRows, p.inputColumns);
    int place = to.row * p.inputColumns + to.column;
    int columnFirst = first[p.inputRows + to.column];
    int columnLast = last[p.inputRows + to.column];
    double sum = 0;
    for (int r = first[to.row]; r <= last[to.row]; r++) {
      long long line = (to.plane * p.outputRows + r) * p.outputColumns;
      for (int c = columnFirst; c <= columnLast; c++) {
        if (indices[line + c] == place) {
          sum += dy[line + c];
        }
      }
    }
    dx[i] = narrow<T>(sum);
  }
}

/** First of the input rows that output row i averages. */
DEVICE int firstInput(int i, int inputs, int outputs) {
  return (int)((long long)i * inputs / outputs);
}

/** The row after the last; neighbouring outputs share a row where sizes do not divide. */
DEVICE int endInput(int i, int inputs, int outputs) {
  return (int)(((i + 1LL) * inputs + outputs - 1) / outputs);
}

template <class T>
DEVICE void adaptiveAverage(Planes p, const T *x, T *y) {
  long long count = p.planes * p.outputRows * p.outputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.outputRows, p.outputColumns);
    int top = firstInput(to.row, p.inputRows, p.outputRows);
    int bottom = endInput(to.row, p.inputRows, p.outputRows);
    int left = firstInput(to.column, p.inputColumns, p.outputColumns);
    int right = endInput(to.column, p.inputColumns, p.outputColumns);
    double sum = 0;
    for (int h = top; h < bottom; h++) {
      const T *line = x + (to.plane * p.inputRows + h) * p.inputColumns;
      for (int w = left; w < right; w++) {
        sum += line[w];
      }
    }
    y[i] = narrow<T>(sum / ((double)(bottom - top) * (right - left)));
  }
}

/** Input row h belongs to output rows floor(h P / H) to ceil((h + 1) P / H) - 1. */
template <class T>
DEVICE void adaptiveAverageGradient(Planes p, const T *dy, T *dx) {
  long long count = p.planes * p.inputRows * p.inputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell to = cell(i, p.inputRows, p.inputColumns);
    int rowEnd = endInput(to.row, p.outputRows, p.inputRows);
    int columnFirst = firstInput(to.column, p.outputColumns, p.inputColumns);
    int columnEnd = endInput(to.column, p.outputColumns, p.inputColumns);
    double sum = 0;
    for (int r = firstInput(to.row, p.outputRows, p.inputRows); r < rowEnd; r++) {
      int rows = endInput(r, p.inputRows, p.outputRows) - firstInput(r, p.inputRows, p.outputRows);
      const T *line = dy + (to.plane * p.outputRows + r) * p.outputColumns;
      for (int c = columnFirst; c < columnEnd; c++) {
        int columns = endInput(c, p.inputColumns, p.outputColumns) -
                      firstInput(c, p.inputColumns, p.outputColumns);
        sum += (double)line[c] / ((double)rows * columns);
      }
    }
    dx[i] = narrow<T>(sum);
  }
}

#define POOLING(TYPE, T) \
  ENTRY max_pool_##TYPE( \
      Planes p, int size, int stride, int padding, const T *x, T *y, int *indices) { \
    maximumPool<T>(p, size, stride, padding, x, y, indices); \
  } \
  ENTRY max_pool_gradient_##TYPE( \
      Planes p, const int *first, const int *last, const T *dy, const int *indices, T *dx) { \
    maximumPoolGradient<T>(p, first, last, dy, indices, dx); \
  } \
  ENTRY adaptive_average_##TYPE(Planes p, const T *x, T *y) { adaptiveAverage<T>(p, x, y); } \
  ENTRY adaptive_average_gradient_##TYPE(Planes p, const T *dy, T *dx) { \
    adaptiveAverageGradient<T>(p, dy, dx); \
  }
POOLING(float32, float)
POOLING(float64, double)
