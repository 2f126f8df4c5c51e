#include "multiply.h"

#include <atomic>
#include <thread>

namespace software {

namespace {
typedef double Four __attribute__((vector_size(32)));

// Steps below which a further thread costs more than it brings.
constexpr double FEW_STEPS = 2e6;
} // namespace

__attribute__((target_clones("avx2", "default"))) void multiplyTile(long depth, const double *left,
                                                                    const double *right,
                                                                    double *sums) {
  Four tile[TILE_ROWS][2];
  for (int i = 0; i < TILE_ROWS; i++) {
    std::memcpy(tile[i], sums + i * BLOCK_COLUMNS, sizeof tile[i]);
  }
  for (long k = 0; k < depth; k++) {
    Four columns[2];
    std::memcpy(columns, right + k * TILE_COLUMNS, sizeof columns);
    for (int i = 0; i < TILE_ROWS; i++) {
      double value = left[k * TILE_ROWS + i];
      Four row = {value, value, value, value};
      tile[i][0] += row * columns[0];
      tile[i][1] += row * columns[1];
    }
  }
  for (int i = 0; i < TILE_ROWS; i++) {
    std::memcpy(sums + i * BLOCK_COLUMNS, tile[i], sizeof tile[i]);
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
