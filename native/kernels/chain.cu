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

/** Cells of the inner map that a block makes at a time, and channels that it takes at a time. */
constexpr int RUN = OWN_CELLS * ACROSS;
constexpr int CHANNELS = 16;

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

/**
 * Brings COUNT numbers to shared memory, one every so many, and zeros for those that are not.
 *
 * @param left how many from the first on there are, if one every STEP is taken
 */
template <int COUNT, int STEP>
DEVICE void bring(const float *from, int apart, int left, float *to, int toApart) {
  int there = (left + STEP - 1) / STEP;
#pragma unroll 4
  for (int i = 0; i < COUNT; i++) {
    *to = i < there ? *from : 0;
    from += apart;
    to += toApart;
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
  constexpr int LINES = THREADS / RUN;
  constexpr int STEP = THREADS / CHANNELS;
  float *factors = staged + CHANNELS * RUN;
  int thread = threadIndex();
  int own = thread / ACROSS * OWN;
  int across = thread % ACROSS * OWN_CELLS;
  int cells = c.side() * c.side();
  int plane = c.rows * c.columns;
  // What a thread brings: one cell of some channels, and one channel's factors of some ranks.
  int line = thread / RUN;
  int pair = thread % CHANNELS;
  int pairLine = rank + thread / CHANNELS;
  for (int run = 0; run < cells; run += RUN) {
    int place = placeUnder(c, tile, run + thread % RUN);
    const float *picture = x + (tile.picture * c.channels + line) * plane + place;
    const float *pairs = first + pairLine * c.channels + pair;
    float sums[OWN][OWN_CELLS] = {};
    for (int channel = 0; channel < c.channels; channel += CHANNELS) {
      bring<CHANNELS / LINES, LINES>(picture, LINES * plane,
                                     place < 0 ? 0 : c.channels - channel - line, staged + thread,
                                     THREADS);
      bring<RANKS / STEP, STEP>(pairs, STEP * c.channels,
                                channel + pair < c.channels ? c.innerRanks - pairLine : 0,
                                factors + pair * PITCH + thread / CHANNELS, STEP);
      picture += CHANNELS * plane;
      pairs += CHANNELS;
      barrier();
#pragma unroll
      for (int k = 0; k < CHANNELS; k++) {
        float values[OWN_CELLS];
        take<OWN_CELLS>(staged + k * RUN + across, values);
        float owned[OWN];
        take<OWN>(factors + k * PITCH + own, owned);
        addProducts(owned, values, sums);
      }
      barrier();
    }
#pragma unroll
    for (int j = 0; j < OWN_CELLS; j++) {
      int cell = run + across + j;
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
  // What a thread brings: a step's factors of some ranks.
  constexpr int LINES = THREADS / STEPS;
  int line = thread / STEPS;
  int at = thread % STEPS;
  const float *factors = core + (line * c.innerRanks + rank) * taps + at;
  float *to = staged + at * PITCH + line;
  for (int step = 0; step < steps; step += STEPS) {
    bring<WIDTH / LINES, LINES>(factors + step, LINES * c.innerRanks * taps,
                                step + at < steps ? c.outerRanks - line : 0, to, LINES);
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
      float owned[OWN_RANKS];
      take<OWN_RANKS>(staged + k * PITCH + own, owned);
      addProducts(owned, values, sums);
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
  // What a thread brings: a rank's factors of some channels.
  constexpr int LINES = THREADS / STEPS;
  int line = thread / STEPS;
  int at = thread % STEPS;
  for (int channel = 0; channel < c.results; channel += WIDTH) {
    float sums[OWN_RANKS][OWN_CELLS] = {};
    for (int rank = 0; rank < c.outerRanks; rank += STEPS) {
      bring<WIDTH / LINES, LINES>(last + (channel + line) * c.outerRanks + rank + at,
                                  LINES * c.outerRanks,
                                  rank + at < c.outerRanks ? c.results - channel - line : 0,
                                  staged + at * PITCH + line, LINES);
      barrier();
      int count = smallerOf(STEPS, c.outerRanks - rank);
#pragma unroll 4
      for (int k = 0; k < count; k++) {
        float values[OWN_CELLS];
        take<OWN_CELLS>(ranks + ((rank + k) * ACROSS + across) * OWN_CELLS, values);
        float owned[OWN_RANKS];
        take<OWN_RANKS>(staged + k * PITCH + own, owned);
        addProducts(owned, values, sums);
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
          long long cell = place + j * c.outputColumns;
          float v = sums[i][j] + bias;
          v = finish.residual ? v + finish.residual[cell] : v;
          y[cell] = finish.relu ? larger(v, 0.0f) : v;
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

// A multiprocessor has 512 threads of it, so that each gets 128 registers.
#define CHAIN(INNER, OUTER) \
  ENTRY __launch_bounds__(2 * OUTER, 256 / OUTER) chain_##INNER##_##OUTER##_float32( \
      Chain sizes, const float *x, const float *first, const float *core, const float *last, \
      const float *bias, const float *residual, int relu, float *y) { \
    chain<INNER, 2 * OUTER>(sizes, x, first, core, last, {bias, residual, relu != 0}, y); \
  }
CHAIN(32, 32)
CHAIN(32, 64)
CHAIN(64, 64)
CHAIN(32, 128)
CHAIN(64, 128)
