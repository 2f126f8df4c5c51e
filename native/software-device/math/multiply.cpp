#include "multiply.h"

#include <atomic>
#include <thread>

namespace software {

namespace {
typedef double Four __attribute__((vector_size(32)));

/** The same in memory, at any double. */
typedef double Stored __attribute__((vector_size(32), aligned(8), may_alias));

// Steps below which a further thread costs more than it brings.
constexpr double FEW_STEPS = 2e6;
} // namespace

__attribute__((target_clones("avx2", "default"))) void multiplyTile(long depth, const double *left,
                                                                    const double *right,
                                                                    double *sums) {
  Four tile[TILE_ROWS][2];
#pragma GCC unroll 4 // so that the tile is registers, not memory
  for (int i = 0; i < TILE_ROWS; i++) {
    tile[i][0] = *(const Stored *)(sums + i * BLOCK_COLUMNS);
    tile[i][1] = *(const Stored *)(sums + i * BLOCK_COLUMNS + 4);
  }
  for (long k = 0; k < depth; k++) {
    Four first = *(const Stored *)(right + k * TILE_COLUMNS);
    Four second = *(const Stored *)(right + k * TILE_COLUMNS + 4);
#pragma GCC unroll 4
    for (int i = 0; i < TILE_ROWS; i++) {
      double value = left[k * TILE_ROWS + i];
      Four row = {value, value, value, value};
      tile[i][0] += row * first;
      tile[i][1] += row * second;
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < TILE_ROWS; i++) {
    *(Stored *)(sums + i * BLOCK_COLUMNS) = tile[i][0];
    *(Stored *)(sums + i * BLOCK_COLUMNS + 4) = tile[i][1];
  }
}

void inParallel(long tasks, double steps, const std::function<void(long)> &task) {
  long threads = std::min({tasks, (long)std::thread::hardware_concurrency(), 8L});
  if (steps < FEW_STEPS || threads < 2) {
    for (long i = 0; i < tasks; i++) {
      task(i);
    }
    return;
  }
  std::atomic<long> next{0};
  auto work = [&] {
    for (long i = next++; i < tasks; i = next++) {
      task(i);
    }
  };
  std::vector<std::thread> others;
  for (long i = 1; i < threads; i++) {
    others.emplace_back(work);
  }
  work();
  for (std::thread &other : others) {
    other.join();
  }
}

} // namespace software
