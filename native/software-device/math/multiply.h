/*
 * Products of matrices. Each result is the sum of its products in rising order, in double and
 * rounded once by who stores it; so it does not depend on blocks or on the number of threads.
 */
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

namespace software {

/** Rows and columns of a tile whose sums stay in registers. */
constexpr long TILE_ROWS = 4;
constexpr long TILE_COLUMNS = 8;

/** Sizes of what is worked on at a time; multiples of the tile's. */
constexpr long BLOCK_ROWS = 128;
constexpr long BLOCK_COLUMNS = 128;
constexpr long BLOCK_DEPTH = 256;

/**
 * Adds a product to the sums of a tile, which lie BLOCK_COLUMNS apart from row to row. {@code left}
 * holds the tile's rows for one step after the other, {@code right} its columns.
 */
void multiplyTile(long depth, const double *left, const double *right, double *sums);

/** Does tasks 0, 1, .. of this length (in elementary steps) on as many threads as pay. */
void inParallel(long tasks, double steps, const std::function<void(long)> &task);

/** Calls at(line, step) for a block in tiles of {@code width} lines; 0 fills up the last tile. */
template <long width, class At>
void pack(long lines, long depth, const At &at, double *packed) {
  for (long first = 0; first < lines; first += width) {
    long count = std::min(width, lines - first);
    for (long step = 0; step < depth; step++, packed += width) {
      for (long line = 0; line < count; line++) {
        packed[line] = at(first + line, step);
      }
      std::fill(packed + count, packed + width, 0.0);
    }
  }
}

/**
 * The sums over k of left(i, k) * right(k, j), which are handed to store(i, j, sum).
 *
 * @param from the first step
 */
template <class Left, class Right, class Store>
void multiply(long rows, long columns, long from, long end, const Left &left, const Right &right,
              const Store &store) {
  long across = (columns + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  long blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS * across;
  double steps = (double)rows * (double)columns * (double)(end - from);
  inParallel(blocks, steps, [&](long block) {
    long top = block / across * BLOCK_ROWS;
    long start = block % across * BLOCK_COLUMNS;
    long height = std::min(BLOCK_ROWS, rows - top);
    long width = std::min(BLOCK_COLUMNS, columns - start);
    static thread_local std::vector<double> packedLeft(BLOCK_ROWS * BLOCK_DEPTH);
    static thread_local std::vector<double> packedRight(BLOCK_COLUMNS * BLOCK_DEPTH);
    static thread_local std::vector<double> sums(BLOCK_ROWS * BLOCK_COLUMNS);
    std::fill(sums.begin(), sums.end(), 0.0);
    for (long first = from; first < end; first += BLOCK_DEPTH) {
      long depth = std::min(BLOCK_DEPTH, end - first);
      pack<TILE_ROWS>(
          height, depth, [&](long i, long k) { return left(top + i, first + k); },
          packedLeft.data());
      pack<TILE_COLUMNS>(
          width, depth, [&](long j, long k) { return right(first + k, start + j); },
          packedRight.data());
      for (long j = 0; j < width; j += TILE_COLUMNS) {
        for (long i = 0; i < height; i += TILE_ROWS) {
          multiplyTile(depth, packedLeft.data() + i * depth, packedRight.data() + j * depth,
                       sums.data() + i * BLOCK_COLUMNS + j);
        }
      }
    }
    for (long i = 0; i < height; i++) {
      for (long j = 0; j < width; j++) {
        store(top + i, start + j, sums[i * BLOCK_COLUMNS + j]);
      }
    }
  });
}

/** A number as it enters a product; with TF32, float32 with a mantissa of 10 bits. */
template <bool tf32, class T>
double factor(T value) {
  if (tf32 && sizeof(T) == sizeof(uint32_t) && value == value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    bits = (bits + 0x1000) & 0xFFFFE000;
    float rounded;
    std::memcpy(&rounded, &bits, sizeof rounded);
    return rounded;
  }
  return (double)value;
}

} // namespace software
