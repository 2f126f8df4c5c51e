/*
 * Along axes (core.kernel.Reduction but top-k, which is in indexing.cu). Sums run in double.
 *
 * A row is what one result is made of. It is served by {@code lanes} neighbouring threads, a power
 * of two up to the block's size: lane l takes the row's elements l, l + lanes, ... in rising order,
 * and the lanes' results meet in a binary tree. The result depends on lanes, not on the grid or the
 * block, so callers choose lanes by the shape alone.
 */
#include "elementary.h"

/** The rows of a block and the lane of a thread within its row. */
struct Lanes {
  int rowsAtOnce;
  int row;
  int lane;
};

DEVICE Lanes lanesOf(int lanes) {
  return {blockThreads() / lanes, threadIndex() / lanes, threadIndex() & (lanes - 1)};
}

/**
 * y[output * pieces + piece] is what piece {@code piece} of a row combines to, divided by {@code
 * divisor}; a piece is {@code pieceLength} elements of the {@code rowLength} that lie by view {@code
 * along}, the last one shorter. Rows of nothing have one piece. Neighbouring threads serve neighbouring
 * rows, not pieces of one row, for rows may lie side by side.
 */
template <class Combine, class T, class R>
DEVICE void reduce(
    long long rows, long long rowLength, long long pieceLength, int lanes, double divisor,
    const T *x, const View &start, const View &along, R *y) {
  __shared__ double shared[MOST_THREADS];
  long long pieces = rowLength == 0 ? 1 : (rowLength + pieceLength - 1) / pieceLength;
  Lanes l = lanesOf(lanes);
  long long results = rows * pieces;
  for (long long base = (long long)blockIndex() * l.rowsAtOnce; base < results;
       base += (long long)gridBlocks() * l.rowsAtOnce) {
    long long result = base + l.row;
    long long piece = result / rows;
    long long output = result - piece * rows;
    double combined = Combine::START;
    if (result < results) {
      const T *row = x + place(start, output);
      long long from = piece * pieceLength;
      long long end = from + pieceLength < rowLength ? from + pieceLength : rowLength;
      for (long long i = from + l.lane; i < end; i += lanes) {
        combined = Combine::of(combined, (double)row[place(along, i)]);
      }
    }
    combined = combineLanes<Combine>(combined, lanes, shared);
    if (result < results && l.lane == 0) {
      y[output * pieces + piece] = narrow<R>(combined / divisor);
    }
  }
}

#define REDUCE(NAME, COMBINE, TYPE_X, T, TYPE_Y, R) \
  ENTRY reduce_##NAME##_##TYPE_X##_##TYPE_Y( \
      long long rows, long long rowLength, long long pieceLength, int lanes, double divisor, \
      const T *x, View start, View along, R *y) { \
    reduce<COMBINE, T, R>( \
        rows, rowLength, pieceLength, lanes, divisor, x, start, along, y); \
  }
// In one step, in pieces to doubles, and the pieces of each row to its result.
#define REDUCE_TYPE(NAME, COMBINE, TYPE, T) \
  REDUCE(NAME, COMBINE, TYPE, T, TYPE, T) \
  REDUCE(NAME, COMBINE, TYPE, T, float64, double) \
  REDUCE(NAME, COMBINE, float64, double, TYPE, T)
#define REDUCE_ALL(NAME, COMBINE) \
  REDUCE(NAME, COMBINE, float64, double, float64, double) \
  REDUCE_TYPE(NAME, COMBINE, float32, float) \
  REDUCE_TYPE(NAME, COMBINE, int32, int) \
  REDUCE_TYPE(NAME, COMBINE, int64, long long) \
  REDUCE_TYPE(NAME, COMBINE, uint8, Byte)

REDUCE_ALL(sum, Sum)
REDUCE_ALL(maximum, Largest)
REDUCE_ALL(minimum, Smallest)

/** Calls {@code row(number, lane)} for every row, and with a number of -1 where there is none. */
template <class Row>
DEVICE void eachRow(long long rows, int lanes, const Row &row) {
  Lanes l = lanesOf(lanes);
  for (long long base = (long long)blockIndex() * l.rowsAtOnce; base < rows;
       base += (long long)gridBlocks() * l.rowsAtOnce) {
    row(base + l.row < rows ? base + l.row : -1, l.lane);
  }
}

/**
 * Softmax or its logarithm of each row: the element j of row r is at place(viewX, r) + j * stepX.
 * The logarithm does not join max and log sum, for a large max hides log sum.
 */
template <bool logarithmic, class T>
DEVICE void softmax(
    long long rows, int length, int lanes, const T *x, const View &viewX, long long stepX, T *y,
    const View &viewY, long long stepY) {
  __shared__ double shared[MOST_THREADS];
  eachRow(rows, lanes, [&](long long row, int lane) {
    const T *from = row < 0 ? nullptr : x + place(viewX, row);
    double max = Largest::START;
    for (int j = lane; row >= 0 && j < length; j += lanes) {
      max = larger(max, (double)from[j * stepX]);
    }
    max = combineLanes<Largest>(max, lanes, shared);
    double sum = 0;
    for (int j = lane; row >= 0 && j < length; j += lanes) {
      sum += exponential((double)from[j * stepX] - max);
    }
    sum = combineLanes<Sum>(sum, lanes, shared);
    if (row >= 0) {
      T *to = y + place(viewY, row);
      double logSum = logarithmic ? logarithm(sum) : 0;
      for (int j = lane; j < length; j += lanes) {
        double v = (double)from[j * stepX] - max;
        to[j * stepY] = narrow<T>(logarithmic ? v - logSum : exponential(v) / sum);
      }
    }
  });
}

/** dx = y * (dy - sum(dy * y)) or, for the logarithm, dx = dy - exp(y) * sum(dy). */
template <bool logarithmic, class T>
DEVICE void softmaxGradient(
    long long rows, int length, int lanes, const T *y, const View &viewY, long long stepY,
    const T *dy, const View &viewDy, long long stepDy, T *dx, const View &viewDx,
    long long stepDx) {
  __shared__ double shared[MOST_THREADS];
  eachRow(rows, lanes, [&](long long row, int lane) {
    const T *output = row < 0 ? nullptr : y + place(viewY, row);
    const T *gradient = row < 0 ? nullptr : dy + place(viewDy, row);
    double sum = 0;
    for (int j = lane; row >= 0 && j < length; j += lanes) {
      double g = gradient[j * stepDy];
      sum += logarithmic ? g : g * (double)output[j * stepY];
    }
    sum = combineLanes<Sum>(sum, lanes, shared);
    if (row >= 0) {
      T *to = dx + place(viewDx, row);
      for (int j = lane; j < length; j += lanes) {
        double o = output[j * stepY];
        double g = gradient[j * stepDy];
        to[j * stepDx] = narrow<T>(logarithmic ? g - exponential(o) * sum : o * (g - sum));
      }
    }
  });
}

#define SOFTMAX(NAME, LOGARITHMIC, TYPE, T) \
  ENTRY NAME##_##TYPE( \
      long long rows, int length, int lanes, const T *x, View viewX, long long stepX, T *y, \
      View viewY, long long stepY) { \
    softmax<LOGARITHMIC, T>(rows, length, lanes, x, viewX, stepX, y, viewY, stepY); \
  } \
  ENTRY NAME##_gradient_##TYPE( \
      long long rows, int length, int lanes, const T *y, View viewY, long long stepY, \
      const T *dy, View viewDy, long long stepDy, T *dx, View viewDx, long long stepDx) { \
    softmaxGradient<LOGARITHMIC, T>( \
        rows, length, lanes, y, viewY, stepY, dy, viewDy, stepDy, dx, viewDx, stepDx); \
  }
SOFTMAX(softmax, false, float32, float)
SOFTMAX(softmax, false, float64, double)
SOFTMAX(log_softmax, true, float32, float)
SOFTMAX(log_softmax, true, float64, double)
