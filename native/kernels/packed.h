/*
 * Filters as warps multiply them: in steps of eight factors, for each step blocks of 16 rows, for each
 * block what each thread of a warp has of it, split in two. Two blocks are one warp's.
 */
#pragma once

#include "tensor.h"

/** Numbers that a thread has of a block of 16 rows and a step, each in two parts. */
constexpr int PACKED = 8;

/** Rows of filters that a warp has. */
constexpr int OWN_RANKS = 32;
constexpr int OWN_ROWS = OWN_RANKS / MATRIX_ROWS;

DEVICE int stepsOf(int factors) { return (factors + MATRIX_DEPTH - 1) / MATRIX_DEPTH; }

/** Blocks of 16 rows, two for each warp that has some of the rows. */
DEVICE int blocksOf(int rows) { return (rows + OWN_RANKS - 1) / OWN_RANKS * OWN_ROWS; }

/** Packed filters. */
struct Filters {
  const float *packed;
  int blocks;

  /** How far apart what a thread has of two steps lies. */
  MEMBER long long apart() const { return (long long)blocks * WARP * PACKED / 4; }

  /** What this thread has of a block of 16 rows at a step. */
  MEMBER const Four *at(int step, int block) const {
    long long place = ((long long)step * blocks + block) * WARP + threadIndex() % WARP;
    return (const Four *)(packed + place * PACKED);
  }
};

/** What a thread has of some blocks of rows at a step. */
template <int ROWS>
struct Held {
  Four upper[ROWS];
  Four rest[ROWS];

  MEMBER void take(const Four *filters) {
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      takeBlock(i, filters);
    }
  }

  MEMBER void takeBlock(int i, const Four *filters) {
    upper[i] = filters[2 * WARP * i];
    rest[i] = filters[2 * WARP * i + 1];
  }
};

/**
 * sums += filters * values, eight factors of each; then the filters are those of the next step.
 *
 * @param values of a thread: two factors of the columns
 */
template <int ROWS, int COLUMNS>
DEVICE void addStep(Held<ROWS> &filters, const Four *next, const float (&values)[COLUMNS][2],
                    float (&sums)[ROWS][COLUMNS][4]) {
  float upper[COLUMNS][2];
  float rest[COLUMNS][2];
#pragma unroll
  for (int j = 0; j < COLUMNS; j++) {
    split(values[j][0], upper[j][0], rest[j][0]);
    split(values[j][1], upper[j][1], rest[j][1]);
  }
#pragma unroll
  for (int i = 0; i < ROWS; i++) {
#pragma unroll
    for (int j = 0; j < COLUMNS; j++) {
      addExactProduct(filters.upper[i], filters.rest[i], upper[j], rest[j], sums[i][j]);
    }
    filters.takeBlock(i, next);
  }
}

/**
 * Packs filters [rows, depth, taps], eight of the depth and one tap a step, the taps of the same depths
 * one after the other. Rows and depths beyond are zero.
 */
DEVICE void packFilters(int rows, int depth, int taps, const float *filters, float *packed) {
  int blocks = blocksOf(rows);
  long long lines = (long long)stepsOf(depth) * taps * blocks * WARP;
  for (long long line = firstElement(); line < lines; line += allThreads()) {
    int lane = (int)(line % WARP);
    long long step = line / WARP / blocks;
    int row = (int)(line / WARP % blocks) * MATRIX_ROWS + lane / 4;
    int from = (int)(step / taps) * MATRIX_DEPTH + lane % 4;
    for (int i = 0; i < 4; i++) {
      int r = row + i % 2 * 8;
      int d = from + i / 2 * 4;
      bool is = r < rows && d < depth;
      float filter = is ? filters[((long long)r * depth + d) * taps + step % taps] : 0;
      split(filter, packed[line * PACKED + i], packed[line * PACKED + 4 + i]);
    }
  }
}
