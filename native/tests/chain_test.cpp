#include "../kernels/chain.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("chain");
static Random dice(11);

typedef void (*Kernel)(Chain, const float *, const float *, const float *, const float *,
                       const float *, const float *, int, float *);

/** What the chain gives in double, the root of the mean square of which errors are measured by. */
struct Expected {
  std::vector<double> values;
  double size = 0;
};

static double pixel(const Chain &c, Buffer<double> &inner, int n, int rank, int row, int column) {
  bool inside = row >= 0 && row < c.rows && column >= 0 && column < c.columns;
  return inside ? inner[((long long)(n * c.innerRanks + rank) * c.rows + row) * c.columns + column]
                : 0;
}

static Expected expected(const Chain &c, Buffer<float> &x, Buffer<float> &first,
                         Buffer<float> &core, Buffer<float> &last) {
  long long plane = (long long)c.rows * c.columns;
  Buffer<double> inner(c.pictures * c.innerRanks * plane);
  for (long long i = 0; i < inner.size(); i++) {
    double sum = 0;
    for (int k = 0; k < c.channels; k++) {
      sum += (double)first[i / plane % c.innerRanks * c.channels + k] *
             x[(i / plane / c.innerRanks * c.channels + k) * plane + i % plane];
    }
    inner[i] = sum;
  }
  Expected found;
  int taps = c.size * c.size;
  for (int n = 0; n < c.pictures; n++) {
    for (int k = 0; k < c.results; k++) {
      for (int cell = 0; cell < c.outputRows * c.outputColumns; cell++) {
        double sum = 0;
        for (int q = 0; q < c.outerRanks; q++) {
          double rank = 0;
          for (int i = 0; i < c.innerRanks * taps; i++) {
            int row = cell / c.outputColumns * c.stride - c.padding + i % taps / c.size;
            int column = cell % c.outputColumns * c.stride - c.padding + i % c.size;
            rank += core[q * c.innerRanks * taps + i] * pixel(c, inner, n, i / taps, row, column);
          }
          sum += last[k * c.outerRanks + q] * rank;
        }
        found.values.push_back(sum);
        found.size += sum * sum;
      }
    }
  }
  found.size = std::sqrt(found.size / (double)found.values.size());
  return found;
}

/** Filters [rows, depth, taps] as the kernels want them. */
static Buffer<float> packed(Buffer<float> &filters, int rows, int depth, int taps) {
  Buffer<float> to((long long)stepsOf(depth) * taps * blocksOf(rows) * WARP * PACKED);
  run(family, "pack" + text({rows, depth, taps}), [&](const Launcher &launch) {
    launch(256, [&] { chain_pack_float32(rows, depth, taps, filters.data(), to.data()); });
  }, to);
  return to;
}

/** Bytes of shared memory that a launch wants, as native/README.md has them. */
static int sharedOf(int most, const Chain &c) {
  int inner = 2 * lotOf(std::min(most, 64)) + blocksOf(c.innerRanks) * MATRIX_ROWS * c.innerPitch();
  return (int)sizeof(float) * std::max(inner, most * RANK_PITCH);
}

static void test(const char *name, Kernel kernel, int threads, const Chain &c, bool finish) {
  int taps = c.size * c.size;
  long long outputs = (long long)c.pictures * c.results * c.outputRows * c.outputColumns;
  Buffer<float> x(
      numbers<float>((long long)c.pictures * c.channels * c.rows * c.columns, dice, false));
  Buffer<float> first(numbers<float>(c.innerRanks * c.channels, dice, false));
  Buffer<float> core(numbers<float>(c.outerRanks * c.innerRanks * taps, dice, false));
  Buffer<float> last(numbers<float>(c.results * c.outerRanks, dice, false));
  Expected plain = expected(c, x, first, core, last);
  Buffer<float> packedFirst = packed(first, c.innerRanks, c.channels, 1);
  Buffer<float> packedCore = packed(core, c.outerRanks, c.innerRanks, taps);
  Buffer<float> packedLast = packed(last, c.results, c.outerRanks, 1);
  Buffer<float> bias(numbers<float>(c.results, dice, false));
  Buffer<float> residual(numbers<float>(outputs, dice, false));
  Buffer<float> y(outputs);
  int length = c.channels + c.innerRanks * taps + c.outerRanks;
  std::string what =
      std::string(name) + text({c.channels, c.rows, c.columns, c.innerRanks, c.outerRanks,
                                c.results, c.size, c.stride, c.padding, finish});
  run(family, what, [&](const Launcher &launch) {
    launch(threads, [&] {
      kernel(c, x.data(), packedFirst.data(), packedCore.data(), packedLast.data(),
             finish ? bias.data() : nullptr, finish ? residual.data() : nullptr, finish, y.data());
    });
  }, y);
  for (long long i = 0; i < outputs; i++) {
    double want = plain.values[i];
    if (finish) {
      want += bias[i / (c.outputRows * c.outputColumns) % c.results] + residual[i];
      want = std::max(want, 0.0);
    }
    family.near(what, i, y[i], want, 4 * 1.2e-7 * std::sqrt(length), plain.size);
  }
}

static Chain sizes(int pictures, int channels, int rows, int columns, int inner, int outer,
                   int results, int size, int stride, int padding) {
  Chain c = {pictures, channels, rows, columns, inner, outer, results, 0, 0, size, stride, padding};
  c.outputRows = (rows + 2 * padding - size) / stride + 1;
  c.outputColumns = (columns + 2 * padding - size) / stride + 1;
  return c;
}

static void testAll(const char *name, Kernel kernel, int most) {
  const int cores[][2] = {{1, 1}, {1, 2}, {2, 2}, {3, 1}, {3, 2}, {5, 1}, {7, 1}};
  for (auto &core : cores) {
    int size = core[0];
    int ranks = 1 + dice.below(size > 3 ? 20 : 2 * most);
    Chain c = sizes(1 + dice.below(2), 1 + dice.below(40), size + dice.below(20),
                    size + dice.below(20), ranks, 1 + dice.below(most), 1 + dice.below(most + 20),
                    size, core[1], dice.below(size));
    if (sharedOf(most, c) <= emulator::SHARED_BYTES) {
      test(name, kernel, threadsOf(most), c, (size + core[1]) % 2 == 0);
    }
  }
  test(name, kernel, threadsOf(most), sizes(2, 9, 8, 17, most, most, most, 3, 1, 1), true);
  test(name, kernel, threadsOf(most), sizes(1, 8, 1, 1, 3, most, 5, 1, 1, 0), false);
}

int main() {
  testAll("32 ", chain_32_float32, 32);
  testAll("64 ", chain_64_float32, 64);
  testAll("128 ", chain_128_float32, 128);
  return family.finish();
}
