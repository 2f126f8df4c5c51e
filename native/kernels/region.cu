/*
 * RoIAlign over a pyramid (core.kernel.Region; sampling as core.kernel.SampleGrid), in double. First
 * roi_grids derives each box's grid; the forward and the backward pass read it.
 *
 * The backward pass gathers: a thread owns one cell of a feature map for a few channels and adds the
 * boxes' shares in the boxes' order, so its sums have one order and need no atomics. A cell's share
 * in bin (i, j) is a product of its share along y in row i and along x in column j.
 */
#include "elementary.h"

constexpr int MOST_LEVELS = 8;

/** The pyramid and how it is sampled (core.kernel.RoiAlignGeometry). Passed by value: 248 bytes. */
struct Pyramid {
  void *maps[MOST_LEVELS]; // [N,C,rows,columns] each
  double scales[MOST_LEVELS];
  int rows[MOST_LEVELS];
  int columns[MOST_LEVELS];
  double canonicalSize;
  double finest;   // rint(-log2(first scale))
  double coarsest; // rint(-log2(last scale))
  int levels;
  int pictures;
  int channels;
  int outputRows;
  int outputColumns;
  int samplingRatio;
  int aligned;
  int canonicalLevel;
};
static_assert(sizeof(Pyramid) == 248, "callers write this layout byte by byte");

/** The bins along one side, in cells; the cells from low to high may take part in them. */
struct Bins {
  double start;
  double size;
  int samples;
  int low;
  int high;
  int unused;
};

/** The grid of one box; level -1 where the box's picture is none of the batch. 72 bytes. */
struct Grid {
  Bins y;
  Bins x;
  int level;
  int picture;
};
static_assert(sizeof(Grid) == 72, "callers allocate by this size");

DEVICE int levelOf(const Pyramid &p, double area) {
  if (p.levels == 1) {
    return 0;
  }
  double target = __builtin_floor(
      p.canonicalLevel + logarithm(squareRoot(area) / p.canonicalSize) / LN_2 + 1e-6);
  return wholeNumber(smaller(larger(target, p.finest), p.coarsest) - p.finest);
}

DEVICE Bins binsOf(const Pyramid &p, double from, double to, double scale, int count, int cells) {
  double shift = p.aligned ? 0.5 : 0;
  double start = from * scale - shift;
  double length = to * scale - shift - start;
  if (!p.aligned) {
    length = larger(length, 1.0); // a box is at least one cell wide
  }
  double size = length / count;
  int samples = p.samplingRatio > 0 ? p.samplingRatio : wholeNumber(__builtin_ceil(size));
  double low = __builtin_floor(smaller(start, start + length));
  double high = __builtin_floor(larger(start, start + length)) + 1;
  Bins bins = {start, size, largerOf(samples, 0), 0, cells - 1, 0};
  // Comparisons with NaN are false, which leaves all cells.
  if (low > 0) {
    bins.low = smallerOf(wholeNumber(low), cells - 1);
  }
  if (high < cells - 1) {
    bins.high = wholeNumber(high);
  }
  return bins;
}

template <class T>
DEVICE void makeGrids(
    const Pyramid &p, int boxCount, const T *boxes, const int *pictures, Grid *grids) {
  for (long long i = firstElement(); i < boxCount; i += allThreads()) {
    double x1 = boxes[4 * i];
    double y1 = boxes[4 * i + 1];
    double x2 = boxes[4 * i + 2];
    double y2 = boxes[4 * i + 3];
    int level = levelOf(p, (x2 - x1) * (y2 - y1));
    double scale = p.scales[level];
    Grid grid = {
        binsOf(p, y1, y2, scale, p.outputRows, p.rows[level]),
        binsOf(p, x1, x2, scale, p.outputColumns, p.columns[level]), level, pictures[i]};
    if (grid.picture < 0 || grid.picture >= p.pictures) {
      grid.level = -1;
    }
    grids[i] = grid;
  }
}

/** Coordinate of a sample of a bin. */
DEVICE double sampleAt(const Bins &bins, int bin, int sample) {
  return bins.start + bin * bins.size + (sample + 0.5) * bins.size / bins.samples;
}

/** The two cells a coordinate lies between and the share of the second. */
struct Between {
  bool inside;
  int low;
  int high;
  double share;
};

DEVICE Between between(double at, int cells) {
  if (at < -1 || at > cells) {
    return {false, 0, 0, 0}; // more than a cell outside the map: the sample is zero
  }
  double v = clamped(at, 0.0, cells - 1.0); // the outermost cells reach to the border
  int low = wholeNumber(v);
  return {true, low, smallerOf(low + 1, cells - 1), v - low};
}

/** y [boxes, channels, outputRows, outputColumns]. */
template <class T>
DEVICE void roiAlign(const Pyramid &p, int boxCount, const Grid *grids, T *y) {
  long long count = (long long)boxCount * p.channels * p.outputRows * p.outputColumns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    Cell bin = cell(i, p.outputRows, p.outputColumns);
    const Grid &grid = grids[bin.plane / p.channels];
    if (grid.level < 0) {
      y[i] = 0;
      continue;
    }
    int rows = p.rows[grid.level];
    int columns = p.columns[grid.level];
    const T *plane = (const T *)p.maps[grid.level] +
                     ((long long)grid.picture * p.channels + bin.plane % p.channels) * rows *
                         columns;
    double points = (double)grid.y.samples * grid.x.samples;
    double share = 1 / larger(points, 1.0);
    double sum = 0;
    for (int a = 0; a < grid.y.samples; a++) {
      Between row = between(sampleAt(grid.y, bin.row, a), rows);
      if (!row.inside) {
        continue;
      }
      const T *upper = plane + (long long)row.low * columns;
      const T *lower = plane + (long long)row.high * columns;
      for (int b = 0; b < grid.x.samples; b++) {
        Between column = between(sampleAt(grid.x, bin.column, b), columns);
        if (!column.inside) {
          continue;
        }
        double up = share * (1 - row.share);
        double down = share * row.share;
        sum += up * (1 - column.share) * (double)upper[column.low];
        sum += up * column.share * (double)upper[column.high];
        sum += down * (1 - column.share) * (double)lower[column.low];
        sum += down * column.share * (double)lower[column.high];
      }
    }
    y[i] = narrow<T>(sum);
  }
}

/** Bins from first to last may read a cell. */
struct BinRange {
  int first;
  int last;
};

/** The bins with samples within a cell of {@code at}, one to spare on each side against rounding. */
DEVICE BinRange binsNear(const Bins &bins, int count, int at, int cells) {
  BinRange all = {0, count - 1};
  if (!(bins.size > 0)) {
    return all;
  }
  double low = at == 0 ? -1 : at - 1;
  double high = at == cells - 1 ? cells : at + 1;
  double first = __builtin_floor((low - bins.start) / bins.size) - 1;
  double last = __builtin_floor((high - bins.start) / bins.size) + 1;
  return {
      first > 0 ? wholeNumber(first) : 0, last < count - 1 ? wholeNumber(last) : count - 1};
}

/** The share of a cell in a bin's samples along one side, summed over them. */
DEVICE double shareOf(const Bins &bins, int bin, int at, int cells) {
  double share = 0;
  for (int sample = 0; sample < bins.samples; sample++) {
    Between pair = between(sampleAt(bins, bin, sample), cells);
    if (!pair.inside) {
      continue;
    }
    if (pair.low == at) {
      share += 1 - pair.share;
    }
    if (pair.high == at) {
      share += pair.share;
    }
  }
  return share;
}

/** A block owns a tile of cells, a thread each, for a few channels. */
constexpr int TILE_ROWS = 8;
constexpr int TILE_COLUMNS = 32;
constexpr int TILE_CHANNELS = 8;
static_assert(TILE_ROWS * TILE_COLUMNS == SUM_THREADS, "a thread a cell");

/** Adds what one box gives to a cell. {@code dy} begins at the box's first channel of the tile. */
template <class T>
DEVICE void addBox(
    const Pyramid &p, const Grid &grid, int row, int column, int level, int channels, const T *dy,
    double (&sums)[TILE_CHANNELS]) {
  int bins = p.outputRows * p.outputColumns;
  double points = (double)grid.y.samples * grid.x.samples;
  BinRange rows = binsNear(grid.y, p.outputRows, row, p.rows[level]);
  BinRange columns = binsNear(grid.x, p.outputColumns, column, p.columns[level]);
  for (int i = rows.first; i <= rows.last; i++) {
    double down = shareOf(grid.y, i, row, p.rows[level]);
    if (down == 0) {
      continue;
    }
    for (int j = columns.first; j <= columns.last; j++) {
      double across = shareOf(grid.x, j, column, p.columns[level]);
      if (across == 0) {
        continue;
      }
      double share = down * across / points;
      for (int c = 0; c < TILE_CHANNELS; c++) {
        if (c < channels) {
          sums[c] += share * (double)dy[c * bins + i * p.outputColumns + j];
        }
      }
    }
  }
}

/**
 * The gradient of one level's map, all of it; blocks of SUM_THREADS threads. Launched once a level.
 */
template <class T>
DEVICE void roiAlignGradient(
    const Pyramid &p, int level, int boxCount, const Grid *grids, const T *dy) {
  __shared__ int before[SUM_THREADS];
  __shared__ int chosen[SUM_THREADS];
  __shared__ int chosenCount;
  int rows = p.rows[level];
  int columns = p.columns[level];
  T *dx = (T *)p.maps[level];
  long long tilesDown = (rows + TILE_ROWS - 1) / TILE_ROWS;
  long long tilesAcross = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  long long slabs = (p.channels + TILE_CHANNELS - 1) / TILE_CHANNELS;
  long long jobs = tilesDown * tilesAcross * slabs * p.pictures;
  int thread = threadIndex();
  for (long long job = blockIndex(); job < jobs; job += gridBlocks()) {
    int slab = (int)(job % slabs);
    long long tile = job / slabs;
    int left = (int)(tile % tilesAcross) * TILE_COLUMNS;
    int top = (int)(tile / tilesAcross % tilesDown) * TILE_ROWS;
    int picture = (int)(tile / tilesAcross / tilesDown);
    int channel = slab * TILE_CHANNELS;
    int channels = smallerOf(p.channels - channel, TILE_CHANNELS);
    int row = top + thread / TILE_COLUMNS;
    int column = left + thread % TILE_COLUMNS;
    double sums[TILE_CHANNELS] = {};
    for (int base = 0; base < boxCount; base += SUM_THREADS) {
      // The boxes that touch the tile, in their order.
      int candidate = base + thread;
      bool touches = false;
      if (candidate < boxCount) {
        const Grid &grid = grids[candidate];
        touches = grid.level == level && grid.picture == picture &&
                  grid.y.low < top + TILE_ROWS && grid.y.high >= top &&
                  grid.x.low < left + TILE_COLUMNS && grid.x.high >= left;
      }
      int at = sumBefore(touches, before);
      if (touches) {
        chosen[at] = candidate;
      }
      if (thread == SUM_THREADS - 1) {
        chosenCount = at + touches;
      }
      barrier();
      for (int k = 0; k < chosenCount; k++) {
        int box = chosen[k];
        const Grid &grid = grids[box];
        if (row < rows && column < columns && row >= grid.y.low && row <= grid.y.high &&
            column >= grid.x.low && column <= grid.x.high) {
          const T *first =
              dy + ((long long)box * p.channels + channel) * p.outputRows * p.outputColumns;
          addBox(p, grid, row, column, level, channels, first, sums);
        }
      }
      barrier();
    }
    if (row < rows && column < columns) {
      for (int c = 0; c < TILE_CHANNELS; c++) {
        if (c < channels) {
          long long plane = (long long)picture * p.channels + channel + c;
          dx[(plane * rows + row) * columns + column] = narrow<T>(sums[c]);
        }
      }
    }
  }
}

#define REGION(TYPE, T) \
  ENTRY roi_grids_##TYPE( \
      Pyramid p, int boxCount, const T *boxes, const int *pictures, Grid *grids) { \
    makeGrids<T>(p, boxCount, boxes, pictures, grids); \
  } \
  ENTRY roi_align_##TYPE(Pyramid p, int boxCount, const Grid *grids, T *y) { \
    roiAlign<T>(p, boxCount, grids, y); \
  } \
  ENTRY roi_align_gradient_##TYPE( \
      Pyramid p, int level, int boxCount, const Grid *grids, const T *dy) { \
    roiAlignGradient<T>(p, level, boxCount, grids, dy); \
  }
REGION(float32, float)
REGION(float64, double)
