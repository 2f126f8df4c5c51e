/*
 * A convolution stored as factors (Tucker-2) in one launch, on tensor cores: filters of one cell from
 * C channels to R ranks, filters of S x S from R to Q ranks, filters of one cell from Q ranks to K
 * channels, then bias, residual and ReLU. Nothing between them leaves the block: it computes 8 x 16
 * cells of the output at a time, for which it makes the inner map of R ranks under them, halo
 * included, in shared memory, adds up the Q ranks of the cells in registers, and puts these into shared
 * memory in its place.
 *
 * Pictures are row-major [N,C,H,W]. Filters are packed before, once for all pictures: in steps of
 * eight factors, for each step blocks of 16 rows, for each block what a thread of a warp has of it,
 * split in two. Sums are formed in steps of eight factors, in one order whatever the kernel and grid:
 * over the channels, over ranks in eights and within these the cells of the filter, over ranks.
 */
#include "packed.h"

/** Rows and columns of the output that a block computes at a time. */
constexpr int TILE_ROWS = 8;
constexpr int TILE_COLUMNS = 16;
constexpr int TILE_CELLS = TILE_ROWS * TILE_COLUMNS;

/** Cells of the inner map that a block makes at a time, and channels that it takes at a time. */
constexpr int RUN = 192;
constexpr int CHANNELS = 16;

/** Lines in shared memory lie so far apart that the lines of a fragment use all banks. */
constexpr int RUN_PITCH = RUN + 8;
constexpr int RANK_PITCH = TILE_CELLS + 8;

/** Numbers that are brought to shared memory at a time: one lot is computed, the next arrives. */
constexpr int LOT_CELLS = CHANNELS * RUN_PITCH;
constexpr int LOT_STEPS = CHANNELS / MATRIX_DEPTH;
constexpr int lotOf(int ranks) {
  return LOT_CELLS + LOT_STEPS * ranks / MATRIX_ROWS * WARP * PACKED;
}

/** Cells that a warp has of the output: two rows of the tile. */
constexpr int OWN_CELLS = 32;
constexpr int OWN_COLUMNS = OWN_CELLS / MATRIX_COLUMNS;
constexpr int WARPS_ACROSS = TILE_CELLS / OWN_CELLS;

/** Threads of a block whose core has so many ranks at most. */
constexpr int threadsOf(int ranks) { return ranks / OWN_RANKS * WARPS_ACROSS * WARP; }

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

  MEMBER int plane() const { return rows * columns; }

  /** Rows and columns of the inner map under a tile. */
  MEMBER int innerRows() const { return (TILE_ROWS - 1) * stride + size; }
  MEMBER int innerColumns() const { return (TILE_COLUMNS - 1) * stride + size; }
  MEMBER int innerCells() const { return innerRows() * innerColumns(); }

  /** How far apart ranks of the inner map lie: its cells, up to the next 8 beyond a 16-fold. */
  MEMBER int innerPitch() const { return (innerCells() + 7) / 16 * 16 + 8; }
};
static_assert(sizeof(Chain) == 48, "callers write this layout byte by byte");

/** Where a tile's output begins. */
struct Tile {
  long long picture;
  int row;
  int column;
};

DEVICE Tile tileAt(const Chain &c, long long index) {
  int down = (c.outputRows + TILE_ROWS - 1) / TILE_ROWS;
  int along = (c.outputColumns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  long long line = index / along;
  return {line / down, (int)(line % down) * TILE_ROWS, (int)(index % along) * TILE_COLUMNS};
}

/** Place in a channel of the picture of a cell of the inner map; negative outside of it. */
DEVICE int placeUnder(const Chain &c, const Tile &tile, int cell) {
  int row = tile.row * c.stride - c.padding + cell / c.innerColumns();
  int column = tile.column * c.stride - c.padding + cell % c.innerColumns();
  bool inside = row >= 0 && row < c.rows && column >= 0 && column < c.columns;
  return inside && cell < c.innerCells() ? row * c.columns + column : -1;
}

/** Which part of a block's products a warp computes. */
struct Part {
  int warp = threadIndex() / WARP;
  int lane = threadIndex() % WARP;
  int group = threadIndex() % WARP / 4;
  int pair = threadIndex() % 4;
};

/**
 * Brings channels of the cells under a tile and their filters to shared memory, a lot at a time.
 *
 * @tparam BLOCKS of rows that a lot has room for
 */
template <int THREADS, int BLOCKS>
class Lots {
  // Each thread brings three cells of some channels.
  static constexpr int BROUGHT = 3;
  static constexpr int BESIDE = RUN / BROUGHT;
  static constexpr int LINES = THREADS / BESIDE;
  static constexpr int BLOCK = WARP * PACKED;
  static_assert(THREADS % BESIDE == 0 && CHANNELS % LINES == 0, "all threads bring as many cells");

  const Chain &c;
  const float *x;
  int line = threadIndex() / BESIDE;
  const float *channel;
  const float *filter;
  int steps;
  int apart;
  int filters;
  int places[BROUGHT];

public:
  MEMBER Lots(const Chain &c, const Tile &tile, int run, int rank, int blocks, const float *x,
              const Filters &first)
      : c(c), x(x), channel(x + (tile.picture * c.channels + line) * c.plane()),
        filter(first.packed + (long long)rank / MATRIX_ROWS * BLOCK),
        steps(stepsOf(c.channels)), apart(first.blocks * BLOCK), filters(blocks * BLOCK) {
#pragma unroll
    for (int i = 0; i < BROUGHT; i++) {
      places[i] = placeUnder(c, tile, run + threadIndex() % BESIDE + i * BESIDE);
    }
  }

  /** Begins to bring the next lot; lots come one after the other. */
  MEMBER void bring(int lot, float *to) {
    float *cells = to + line * RUN_PITCH + threadIndex() % BESIDE;
#pragma unroll 1
    for (int k = line; k < CHANNELS; k += LINES) {
      bool is = lot * CHANNELS + k < c.channels;
      const float *from = is ? channel : x;
#pragma unroll
      for (int i = 0; i < BROUGHT; i++) {
        beginCopy(from + largerOf(places[i], 0), is && places[i] >= 0, cells + i * BESIDE);
      }
      channel += LINES * c.plane();
      cells += LINES * RUN_PITCH;
    }
    float *packed = to + LOT_CELLS;
#pragma unroll 1
    for (int k = 0; k < LOT_STEPS; k++) {
      bool is = lot * LOT_STEPS + k < steps;
#pragma unroll 1
      for (int i = 4 * threadIndex(); i < filters; i += 4 * THREADS) {
        beginCopyFour(filter + (is ? i : 0), is, packed + i);
      }
      filter += is ? apart : 0;
      packed += BLOCKS * BLOCK;
    }
    endGroup();
  }
};

/**
 * Makes INNER ranks of the inner map under a tile, [INNER][pitch] from {@code rank} on; zero
 * outside of the picture, as the picture itself is taken to be.
 */
template <int THREADS, int INNER>
DEVICE void makeInner(const Chain &c, const Tile &tile, int rank, const float *x,
                      const Filters &first, float *staged, float *inner) {
  constexpr int DOWN = INNER / OWN_RANKS;
  constexpr int ACROSS = smallerOf(THREADS / WARP / DOWN, 8);
  constexpr int ROWS = INNER / MATRIX_ROWS / (THREADS / WARP / ACROSS);
  constexpr int COLUMNS = RUN / MATRIX_COLUMNS / ACROSS;
  constexpr int BLOCKS = INNER / MATRIX_ROWS;
  static_assert(COLUMNS * ACROSS * MATRIX_COLUMNS == RUN, "warps share a run in whole columns");
  Part part;
  int column = part.warp % ACROSS * COLUMNS * MATRIX_COLUMNS;
  int block = part.warp / ACROSS * ROWS;
  int blocks = smallerOf(BLOCKS, first.blocks - rank / MATRIX_ROWS);
  bool works = block < blocks;
  int lots = (c.channels + CHANNELS - 1) / CHANNELS;
  int pitch = c.innerPitch();
  for (int run = 0; run < c.innerCells(); run += RUN) {
    Lots<THREADS, BLOCKS> bringer(c, tile, run, rank, blocks, x, first);
    float sums[ROWS][COLUMNS][4] = {};
    for (int next = 0; next <= lots; next++) {
      if (next < lots) {
        bringer.bring(next, staged + next % 2 * lotOf(INNER));
      }
      if (next == 0) {
        continue;
      }
      awaitGroups(next < lots);
      barrier();
      const float *lot = staged + (next - 1) % 2 * lotOf(INNER);
      const float *cells = lot + part.pair * RUN_PITCH + column + part.group;
      const Four *packed = (const Four *)(lot + LOT_CELLS) + (block * WARP + part.lane) * 2;
      if (works) {
        Held<ROWS> filters;
        filters.take(packed);
#pragma unroll
        for (int k = 0; k < LOT_STEPS; k++) {
          float values[COLUMNS][2];
#pragma unroll
          for (int j = 0; j < COLUMNS; j++) {
            values[j][0] = cells[k * MATRIX_DEPTH * RUN_PITCH + j * MATRIX_COLUMNS];
            values[j][1] = cells[(k * MATRIX_DEPTH + 4) * RUN_PITCH + j * MATRIX_COLUMNS];
          }
          int after = smallerOf(k + 1, LOT_STEPS - 1);
          addStep<ROWS, COLUMNS>(filters, packed + after * BLOCKS * WARP * 2, values, sums);
        }
      }
      barrier();
    }
    float *to = inner + (block * MATRIX_ROWS + part.group) * pitch + run + column + 2 * part.pair;
#pragma unroll
    for (int j = 0; j < COLUMNS; j++) {
      if (works && run + column + j * MATRIX_COLUMNS < pitch) {
#pragma unroll
        for (int i = 0; i < 2 * ROWS; i++) {
          Two two = {sums[i / 2][j][i % 2 * 2], sums[i / 2][j][i % 2 * 2 + 1]};
          *(Two *)(to + i * 8 * pitch + j * MATRIX_COLUMNS) = two;
        }
      }
    }
  }
}

/** Adds what the inner map gives to the Q ranks of a warp's cells. */
DEVICE void addCore(const Chain &c, const Filters &core, const float *inner,
                    float (&sums)[OWN_ROWS][OWN_COLUMNS][4]) {
  Part part;
  int block = part.warp / WARPS_ACROSS * OWN_ROWS;
  if (block >= core.blocks) {
    return;
  }
  int pitch = c.innerPitch();
  int across = c.innerColumns();
  int nextRow = c.stride * across;
  int nextColumn = c.stride * MATRIX_COLUMNS;
  const float *line = inner + part.pair * pitch +
                      part.warp % WARPS_ACROSS * (OWN_CELLS / TILE_COLUMNS) * nextRow +
                      part.group * c.stride;
  const Four *from = core.at(0, block);
  int left = stepsOf(c.innerRanks) * c.size * c.size;
  Held<OWN_ROWS> filters;
  filters.take(from);
  for (int k = 0; k < c.innerRanks; k += MATRIX_DEPTH) {
    for (int down = 0; down < c.size; down++) {
      for (int along = 0; along < c.size; along++) {
        const float *cells = line + k * pitch + down * across + along;
        float values[OWN_COLUMNS][2];
#pragma unroll
        for (int j = 0; j < OWN_COLUMNS; j++) {
          const float *cell = cells + j / 2 * nextRow + j % 2 * nextColumn;
          values[j][0] = cell[0];
          values[j][1] = cell[4 * pitch];
        }
        from += --left > 0 ? core.apart() : 0;
        addStep<OWN_ROWS, OWN_COLUMNS>(filters, from, values, sums);
      }
    }
  }
}

/** Puts the Q ranks of a tile's cells where lots and inner map were. */
DEVICE void keepRanks(const float (&sums)[OWN_ROWS][OWN_COLUMNS][4], float *ranks) {
  Part part;
  int row = part.warp / WARPS_ACROSS * OWN_RANKS + part.group;
  int column = part.warp % WARPS_ACROSS * OWN_CELLS + 2 * part.pair;
#pragma unroll
  for (int i = 0; i < OWN_ROWS; i++) {
#pragma unroll
    for (int j = 0; j < OWN_COLUMNS; j++) {
      float *to = ranks + (row + i * MATRIX_ROWS) * RANK_PITCH + column + j * MATRIX_COLUMNS;
      *(Two *)to = Two{sums[i][j][0], sums[i][j][1]};
      *(Two *)(to + 8 * RANK_PITCH) = Two{sums[i][j][2], sums[i][j][3]};
    }
  }
}

/** What a chain does to its results before it stores them; null where there is none. */
struct Finish {
  const float *bias;
  const float *residual;
  bool relu;
};

/**
 * Where a warp's results go: rows of a tile below each other, each of two times eight cells, of which
 * a thread has two neighbours.
 */
class Places {
  bool pairs;
  int apart;
  int rows;
  int columns;

public:
  int first;

  /** Twos are loaded and stored at once where all begin at a multiple of 8 bytes. */
  MEMBER Places(const Chain &c, const Tile &tile, const Part &part, const float *residual,
                const float *y) {
    int row = tile.row + part.warp % WARPS_ACROSS * (OWN_CELLS / TILE_COLUMNS);
    int column = tile.column + 2 * part.pair;
    pairs = c.outputColumns % 2 == 0 &&
            ((__SIZE_TYPE__)residual | (__SIZE_TYPE__)y) % sizeof(Two) == 0;
    apart = c.outputColumns;
    rows = c.outputRows - row;
    columns = c.outputColumns - column;
    first = row * c.outputColumns + column;
  }

  /** Where the first of the two of a group of eight cells goes, from the first group's on. */
  MEMBER int of(int group) const { return group / 2 * apart + group % 2 * MATRIX_COLUMNS; }

  /** How many of the two there are. */
  MEMBER int count(int group) const {
    return group / 2 < rows ? columns - group % 2 * MATRIX_COLUMNS : 0;
  }

  MEMBER Two load(const float *from, int group) const {
    int there = count(group);
    if (pairs) {
      return there > 0 ? *(const Two *)(from + of(group)) : Two{0, 0};
    }
    return Two{there > 0 ? from[of(group)] : 0, there > 1 ? from[of(group) + 1] : 0};
  }

  MEMBER void store(Two two, float *to, int group) const {
    int there = count(group);
    if (pairs && there > 0) {
      *(Two *)(to + of(group)) = two;
    }
    if (!pairs && there > 0) {
      to[of(group)] = two[0];
    }
    if (!pairs && there > 1) {
      to[of(group) + 1] = two[1];
    }
  }
};

/** The channels of the output from the ranks of a tile's cells. */
template <int THREADS>
DEVICE void widen(const Chain &c, const Tile &tile, const Filters &last, const Finish &finish,
                  const float *ranks, float *y) {
  constexpr int WIDTH = THREADS / WARP / WARPS_ACROSS * OWN_RANKS;
  Part part;
  Places places(c, tile, part, finish.residual, y);
  int steps = stepsOf(c.outerRanks);
  int plane = c.outputRows * c.outputColumns;
  float low = finish.relu ? 0 : -__builtin_inff();
  for (int channel = part.warp / WARPS_ACROSS * OWN_RANKS; channel < c.results; channel += WIDTH) {
    const Four *from = last.at(0, channel / MATRIX_ROWS);
    const float *line = ranks + part.pair * RANK_PITCH +
                        part.warp % WARPS_ACROSS * OWN_CELLS + part.group;
    float sums[OWN_ROWS][OWN_COLUMNS][4] = {};
    Held<OWN_ROWS> filters;
    filters.take(from);
    for (int step = 0; step < steps; step++) {
      float values[OWN_COLUMNS][2];
#pragma unroll
      for (int j = 0; j < OWN_COLUMNS; j++) {
        values[j][0] = line[j * MATRIX_COLUMNS];
        values[j][1] = line[4 * RANK_PITCH + j * MATRIX_COLUMNS];
      }
      from += step + 1 < steps ? last.apart() : 0;
      addStep<OWN_ROWS, OWN_COLUMNS>(filters, from, values, sums);
      line += MATRIX_DEPTH * RANK_PITCH;
    }
#pragma unroll
    for (int i = 0; i < 2 * OWN_ROWS; i++) {
      int k = channel + i * 8 + part.group;
      if (k < c.results) {
        float bias = finish.bias ? finish.bias[k] : 0;
        long long at = (tile.picture * c.results + k) * plane + places.first;
#pragma unroll
        for (int j = 0; j < OWN_COLUMNS; j++) {
          Two v = {sums[i / 2][j][i % 2 * 2] + bias, sums[i / 2][j][i % 2 * 2 + 1] + bias};
          v += finish.residual ? places.load(finish.residual + at, j) : Two{0, 0};
          places.store(Two{v[0] <= low ? low : v[0], v[1] <= low ? low : v[1]}, y + at, j);
        }
      }
    }
  }
}

/** The chain of all tiles, of OUTER ranks Q at most. */
template <int OUTER>
DEVICE void chain(const Chain &c, const float *x, const float *first, const float *core,
                  const float *last, const Finish &finish, float *y) {
  constexpr int INNER = OUTER < 64 ? OUTER : 64;
  SHARED_OF_LAUNCH(float, staged);
  float *inner = staged + 2 * lotOf(INNER);
  Filters firsts = {first, blocksOf(c.innerRanks)};
  Filters cores = {core, blocksOf(c.outerRanks)};
  Filters lasts = {last, blocksOf(c.results)};
  long long tiles = (long long)c.pictures * ((c.outputRows + TILE_ROWS - 1) / TILE_ROWS) *
                    ((c.outputColumns + TILE_COLUMNS - 1) / TILE_COLUMNS);
  for (long long index = blockIndex(); index < tiles; index += gridBlocks()) {
    Tile tile = tileAt(c, index);
    for (int rank = 0; rank < c.innerRanks; rank += INNER) {
      makeInner<threadsOf(OUTER), INNER>(c, tile, rank, x, firsts, staged,
                                         inner + rank * c.innerPitch());
    }
    barrier();
    float sums[OWN_ROWS][OWN_COLUMNS][4] = {};
    addCore(c, cores, inner, sums);
    barrier();
    keepRanks(sums, staged);
    barrier();
    widen<threadsOf(OUTER)>(c, tile, lasts, finish, staged, y);
    barrier();
  }
}

// The blocks that a multiprocessor has registers for, if a thread takes 128.
#define CHAIN(OUTER, BLOCKS) \
  ENTRY __launch_bounds__(threadsOf(OUTER), BLOCKS) chain_##OUTER##_float32( \
      Chain sizes, const float *x, const float *first, const float *core, const float *last, \
      const float *bias, const float *residual, int relu, float *y) { \
    chain<OUTER>(sizes, x, first, core, last, {bias, residual, relu != 0}, y); \
  }
CHAIN(32, 4)
CHAIN(64, 2)
CHAIN(128, 1)

ENTRY chain_pack_float32(int rows, int depth, int taps, const float *filters, float *packed) {
  packFilters(rows, depth, taps, filters, packed);
}
