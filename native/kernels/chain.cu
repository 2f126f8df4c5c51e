/*
 * A convolution stored as factors (Tucker-2) in one launch: filters of one cell from C channels to R
 * ranks, filters of S x S from R to Q ranks, filters of one cell from Q ranks to K channels, then
 * bias, residual and ReLU. Nothing between them leaves the block: it computes 8 x 8 cells of the
 * output at a time, for which it makes the inner map of R ranks under them, halo included, some ranks
 * at a time in shared memory, adds up the Q ranks of the cells in registers, and puts these where the
 * inner map was.
 *
 * Pictures are row-major [N,C,H,W] and filters [R,C], [Q,R,S,S] and [K,Q]. Sums are formed by fused
 * products in float32 in one order: over the channels, over ranks and then cells of the filter, over
 * ranks.
 */
#include "tucana.h"

/** Rows and columns of the output that a block computes at a time. */
constexpr int TILE = 8;
constexpr int TILE_CELLS = TILE * TILE;

/** Threads side by side that have the same ranks and other cells. */
constexpr int ACROSS = 16;

/** Cells of the output that a thread has, one under the other. */
constexpr int OWN_CELLS = TILE_CELLS / ACROSS;

/** Ranks of the core's result, or channels of the output, that a thread has. */
constexpr int OWN_RANKS = 8;

/** Cells of the inner map that a block makes at a time, eight a thread, and channels it takes. */
constexpr int RUN = 8 * ACROSS;
constexpr int CHANNELS = 8;

/** Factors that a block takes at a time, so many for each of its ranks. */
constexpr int FACTORS = 1024;

/** Lines of factors lie so far apart that a warp writes to all banks, and fours are aligned. */
constexpr int SPARE = 4;

/** Numbers that are brought to shared memory at a time at most; the inner map follows them. */
constexpr int STAGED = CHANNELS * (RUN + 64 + SPARE);

/** Four neighbours in shared memory, which a thread takes at once. */
typedef float Four __attribute__((vector_size(16), may_alias));

/** Sizes of a chain. Passed by value: 48 bytes, twelve ints. */
struct Chain {
  int pictures;
  int channels;
  int rows;
  int columns;
  int innerRanks;
  int outerRanks;
  int results;
  int outputRows;
  int outputColumns;
  int size;
  int stride;
  int padding;

  /** Rows and columns of the inner map under a tile. */
  MEMBER int side() const { return (TILE - 1) * stride + size; }
};
static_assert(sizeof(Chain) == 48, "callers write this layout byte by byte");

/** Where a tile's output begins. */
struct Tile {
  long long picture;
  int row;
  int column;
};

DEVICE Tile tileAt(const Chain &c, long long index) {
  int down = (c.outputRows + TILE - 1) / TILE;
  int along = (c.outputColumns + TILE - 1) / TILE;
  long long line = index / along;
  return {line / down, (int)(line % down) * TILE, (int)(index % along) * TILE};
}

/** Place in a channel of the picture of a cell of the inner map; negative outside of it. */
DEVICE int placeUnder(const Chain &c, const Tile &tile, int cell) {
  int row = tile.row * c.stride - c.padding + cell / c.side();
  int column = tile.column * c.stride - c.padding + cell % c.side();
  bool inside = row >= 0 && row < c.rows && column >= 0 && column < c.columns;
  return inside && cell < c.side() * c.side() ? row * c.columns + column : -1;
}

/** N neighbours in shared memory, in fours where there are so many. */
template <int N>
DEVICE void take(const float *from, float *to) {
  constexpr int FOURS = N / 4;
#pragma unroll
  for (int i = 0; i < FOURS; i++) {
    Four four = ((const Four *)from)[i];
#pragma unroll
    for (int j = 0; j < 4; j++) {
      to[4 * i + j] = four[j];
    }
  }
#pragma unroll
  for (int i = 4 * FOURS; i < N; i++) {
    to[i] = from[i];
  }
}

/** sums[i][j] += factors[i] * values[j]. */
template <int N, int M>
DEVICE void addProducts(const float (&factors)[N], const float (&values)[M], float (&sums)[N][M]) {
#pragma unroll
  for (int i = 0; i < N; i++) {
#pragma unroll
    for (int j = 0; j < M; j++) {
      sums[i][j] = __builtin_fmaf(factors[i], values[j], sums[i][j]);
    }
  }
}

/**
 * Makes RANKS ranks of the inner map under a tile, [RANKS][side * side] from {@code rank} on; zero
 * outside of the picture, and where there are no such ranks anything.
 */
template <int THREADS, int RANKS>
DEVICE void makeInner(const Chain &c, const Tile &tile, int rank, const float *x,
                      const float *first, float *staged, float *inner) {
  constexpr int OWN = RANKS * ACROSS / THREADS;
  constexpr int PITCH = RANKS + SPARE;
  constexpr int PLACES = RUN > THREADS ? RUN / THREADS : 1;
  float *factors = staged + CHANNELS * RUN;
  int thread = threadIndex();
  int own = thread / ACROSS * OWN;
  int across = thread % ACROSS * 4;
  int cells = c.side() * c.side();
  long long plane = (long long)c.rows * c.columns;
  const float *picture = x + tile.picture * c.channels * plane;
  for (int run = 0; run < cells; run += RUN) {
    int places[PLACES];
#pragma unroll
    for (int i = 0; i < PLACES; i++) {
      places[i] = placeUnder(c, tile, run + (thread + i * THREADS) % RUN);
    }
    float sums[OWN][8] = {};
    for (int channel = 0; channel < c.channels; channel += CHANNELS) {
#pragma unroll
      for (int i = 0; i < CHANNELS * RUN / THREADS; i++) {
        int at = channel + (thread + i * THREADS) / RUN;
        int place = places[i % PLACES];
        staged[thread + i * THREADS] =
            place >= 0 && at < c.channels ? picture[at * plane + place] : 0;
      }
#pragma unroll
      for (int i = 0; i < CHANNELS * RANKS / THREADS; i++) {
        int at = channel + (thread + i * THREADS) % CHANNELS;
        int line = (thread + i * THREADS) / CHANNELS;
        factors[(at - channel) * PITCH + line] =
            at < c.channels && rank + line < c.innerRanks
                ? first[(long long)(rank + line) * c.channels + at]
                : 0;
      }
      barrier();
#pragma unroll
      for (int k = 0; k < CHANNELS; k++) {
        float values[8];
        take<4>(staged + k * RUN + across, values);
        take<4>(staged + k * RUN + RUN / 2 + across, values + 4);
        float line[OWN];
        take<OWN>(factors + k * PITCH + own, line);
        addProducts(line, values, sums);
      }
      barrier();
    }
#pragma unroll
    for (int j = 0; j < 8; j++) {
      int cell = run + j / 4 * (RUN / 2) + across + j % 4;
      bool inside = placeUnder(c, tile, cell) >= 0;
#pragma unroll
      for (int i = 0; i < OWN; i++) {
        if (cell < cells) {
          inner[(own + i) * cells + cell] = inside ? sums[i][j] : 0;
        }
      }
    }
  }
}

/** Adds what some ranks of the inner map give to the Q ranks of a thread's cells. */
template <int THREADS>
DEVICE void addCore(const Chain &c, int rank, int ranks, const float *core, float *staged,
                    const float *inner, float (&sums)[OWN_RANKS][OWN_CELLS]) {
  constexpr int WIDTH = THREADS / ACROSS * OWN_RANKS;
  constexpr int STEPS = FACTORS / WIDTH;
  constexpr int PITCH = WIDTH + SPARE;
  static_assert(STEPS * PITCH <= STAGED, "factors fit where they are brought to");
  __shared__ int offsets[STEPS];
  int thread = threadIndex();
  int own = thread / ACROSS * OWN_RANKS;
  int across = thread % ACROSS;
  int side = c.side();
  int down = c.stride * side;
  const float *cell = inner + across / TILE * OWN_CELLS * down + across % TILE * c.stride;
  int taps = c.size * c.size;
  int steps = ranks * taps;
  for (int step = 0; step < steps; step += STEPS) {
#pragma unroll
    for (int i = 0; i < FACTORS / THREADS; i++) {
      int at = step + (thread + i * THREADS) % STEPS;
      int line = (thread + i * THREADS) / STEPS;
      staged[(at - step) * PITCH + line] =
          at < steps && line < c.outerRanks
              ? core[((long long)line * c.innerRanks + rank) * taps + at]
              : 0;
    }
    if (thread < STEPS) {
      int tap = (step + thread) % taps;
      offsets[thread] =
          (step + thread) / taps * side * side + tap / c.size * side + tap % c.size;
    }
    barrier();
    int count = smallerOf(STEPS, steps - step);
#pragma unroll 4
    for (int k = 0; k < count; k++) {
      float values[OWN_CELLS];
#pragma unroll
      for (int j = 0; j < OWN_CELLS; j++) {
        values[j] = cell[offsets[k] + j * down];
      }
      float line[OWN_RANKS];
      take<OWN_RANKS>(staged + k * PITCH + own, line);
      addProducts(line, values, sums);
    }
    barrier();
  }
}

/** Puts the Q ranks of a tile's cells where the inner map was, those of a thread side by side. */
DEVICE void keepRanks(const float (&sums)[OWN_RANKS][OWN_CELLS], float *ranks) {
  int own = threadIndex() / ACROSS * OWN_RANKS;
  int across = threadIndex() % ACROSS;
#pragma unroll
  for (int i = 0; i < OWN_RANKS; i++) {
    Four four = {sums[i][0], sums[i][1], sums[i][2], sums[i][3]};
    ((Four *)ranks)[(own + i) * ACROSS + across] = four;
  }
}

/** What a chain does to its results before it stores them; null where there is none. */
struct Finish {
  const float *bias;
  const float *residual;
  bool relu;
};

/** The channels of the output from the ranks of a tile's cells. */
template <int THREADS>
DEVICE void widen(const Chain &c, const Tile &tile, const float *last, const Finish &finish,
                  float *staged, const float *ranks, float *y) {
  constexpr int WIDTH = THREADS / ACROSS * OWN_RANKS;
  constexpr int STEPS = FACTORS / WIDTH;
  constexpr int PITCH = WIDTH + SPARE;
  int thread = threadIndex();
  int own = thread / ACROSS * OWN_RANKS;
  int across = thread % ACROSS;
  int row = tile.row + across / TILE * OWN_CELLS;
  int column = tile.column + across % TILE;
  for (int channel = 0; channel < c.results; channel += WIDTH) {
    float sums[OWN_RANKS][OWN_CELLS] = {};
    for (int rank = 0; rank < c.outerRanks; rank += STEPS) {
#pragma unroll
      for (int i = 0; i < FACTORS / THREADS; i++) {
        int at = rank + (thread + i * THREADS) % STEPS;
        int line = channel + (thread + i * THREADS) / STEPS;
        staged[(at - rank) * PITCH + line - channel] =
            at < c.outerRanks && line < c.results ? last[(long long)line * c.outerRanks + at] : 0;
      }
      barrier();
      int count = smallerOf(STEPS, c.outerRanks - rank);
#pragma unroll 4
      for (int k = 0; k < count; k++) {
        float values[OWN_CELLS];
        take<OWN_CELLS>(ranks + ((rank + k) * ACROSS + across) * OWN_CELLS, values);
        float line[OWN_RANKS];
        take<OWN_RANKS>(staged + k * PITCH + own, line);
        addProducts(line, values, sums);
      }
      barrier();
    }
#pragma unroll
    for (int i = 0; i < OWN_RANKS; i++) {
      int k = channel + own + i;
      if (k >= c.results || column >= c.outputColumns) {
        continue;
      }
      float bias = finish.bias ? finish.bias[k] : 0;
      long long place =
          ((tile.picture * c.results + k) * c.outputRows + row) * c.outputColumns + column;
#pragma unroll
      for (int j = 0; j < OWN_CELLS; j++) {
        if (row + j < c.outputRows) {
          long long at = place + j * c.outputColumns;
          float v = sums[i][j] + bias;
          v = finish.residual ? v + finish.residual[at] : v;
          y[at] = finish.relu ? larger(v, 0.0f) : v;
        }
      }
    }
  }
}

/**
 * The chain of all tiles.
 *
 * @tparam INNER ranks of the inner map that are made at a time
 * @tparam THREADS of a block, two for each of the most ranks Q
 */
template <int INNER, int THREADS>
DEVICE void chain(const Chain &c, const float *x, const float *first, const float *core,
                  const float *last, const Finish &finish, float *y) {
  SHARED_OF_LAUNCH(float, staged);
  float *inner = staged + STAGED;
  long long tiles = (long long)c.pictures * ((c.outputRows + TILE - 1) / TILE) *
                    ((c.outputColumns + TILE - 1) / TILE);
  for (long long index = blockIndex(); index < tiles; index += gridBlocks()) {
    Tile tile = tileAt(c, index);
    float sums[OWN_RANKS][OWN_CELLS] = {};
    for (int rank = 0; rank < c.innerRanks; rank += INNER) {
      makeInner<THREADS, INNER>(c, tile, rank, x, first, staged, inner);
      // The first barrier of the next step stands before anyone reads what was made here.
      addCore<THREADS>(c, rank, smallerOf(INNER, c.innerRanks - rank), core, staged, inner, sums);
    }
    keepRanks(sums, inner);
    widen<THREADS>(c, tile, last, finish, staged, inner, y);
  }
}

#define CHAIN(INNER, OUTER) \
  ENTRY __launch_bounds__(2 * OUTER) chain_##INNER##_##OUTER##_float32( \
      Chain sizes, const float *x, const float *first, const float *core, const float *last, \
      const float *bias, const float *residual, int relu, float *y) { \
    chain<INNER, 2 * OUTER>(sizes, x, first, core, last, {bias, residual, relu != 0}, y); \
  }
CHAIN(32, 32)
CHAIN(32, 64)
CHAIN(64, 64)
CHAIN(32, 128)
CHAIN(64, 128)
