#include "../kernels/indexing.cu"

#include <numeric>

#include "../emulator/check.h"

using namespace check;

static Family family("indexing");
static Random dice(5);

template <class T>
static void testSelect(
    void (*kernel)(long long, int, long long, int, const T *, const int *, T *)) {
  const int sizes[][4] = {{1, 1, 1, 1}, {1, 5, 1, 0}, {3, 5, 7, 9}, {0, 5, 7, 9}, {4, 6, 1, 33},
                          {2, 3, 0, 4}};
  for (auto &s : sizes) {
    long long outer = s[0];
    int length = s[1];
    long long inner = s[2];
    int chosen = s[3];
    Buffer<T> x(numbers<T>(outer * length * inner, dice, true));
    Buffer<int> index(chosen);
    for (int i = 0; i < chosen; i++) {
      index[i] = dice.below(length);
    }
    Buffer<T> y(outer * chosen * inner);
    run(family, "select", [&](const Launcher &launch) {
      launch(32, [&] { kernel(outer, length, inner, chosen, x.data(), index.data(), y.data()); });
    }, y);
    for (long long i = 0; i < y.size(); i++) {
      long long o = i / inner / chosen;
      long long place = (o * length + index[i / inner % chosen]) * inner + i % inner;
      if (y[i] != x[place]) {
        family.fail("select element " + std::to_string(i));
      }
    }
  }
}

/** The launches that sort indices with their positions; README.md describes them. */
static void sortIndices(const Launcher &launch, int count, int padded, const int *index, Key *keys) {
  launch(64, [&] { sort_keys(count, padded, index, keys); });
  launch(256, [&] { sort_tiles(padded, 2, TILE, keys); });
  for (long long run = 2 * TILE; run <= padded; run *= 2) {
    for (long long distance = run / 2; distance >= TILE; distance /= 2) {
      launch(256, [&] { sort_step(padded, run, distance, keys); });
    }
    launch(256, [&] { sort_tiles(padded, run, run, keys); });
  }
}

static int powerOfTwoFrom(int n) {
  int padded = 1;
  while (padded < n) {
    padded *= 2;
  }
  return padded;
}

template <class T>
static void testSelectGradient(
    void (*kernel)(long long, int, long long, int, const T *, const Key *, T *)) {
  const int sizes[][4] = {{1, 1, 1, 1}, {2, 5, 3, 0},   {3, 5, 7, 9},     {1, 4, 2, 200},
                          {2, 9, 1, 33}, {1, 300, 1, 2500}, {1, 7, 1, 9000}};
  for (auto &s : sizes) {
    long long outer = s[0];
    int length = s[1];
    long long inner = s[2];
    int chosen = s[3];
    Buffer<T> dy(numbers<T>(outer * chosen * inner, dice, false));
    Buffer<int> index(chosen);
    for (int i = 0; i < chosen; i++) {
      index[i] = dice.below(length);
    }
    int padded = powerOfTwoFrom(chosen);
    Buffer<Key> keys(padded);
    Buffer<T> dx(outer * length * inner);
    run(family, "select gradient", [&](const Launcher &launch) {
      sortIndices(launch, chosen, padded, index.data(), keys.data());
      std::fill(dx.data(), dx.data() + dx.size(), T(0));
      launch(64, [&] { kernel(outer, length, inner, chosen, dy.data(), keys.data(), dx.data()); });
    }, keys, dx);
    std::vector<double> sums(dx.size());
    for (long long i = 0; i < dy.size(); i++) {
      sums[(i / inner / chosen * length + index[i / inner % chosen]) * inner + i % inner] += dy[i];
    }
    for (long long i = 0; i < dx.size(); i++) {
      family.near("select gradient", i, dx[i], (T)sums[i], 0);
    }
  }
}

template <class T>
static void testTopK(
    void (*kernel)(int, int, int, int, const T *, View, long long, T *, int *, int *)) {
  const int sizes[][3] = {{1, 1, 1}, {3, 7, 0},   {0, 7, 2},     {4, 33, 5},   {2, 1021, 1021},
                          {2, 5, 5}, {3, 207, 100}, {1, 3000, 1000}, {5, 64, 63}};
  for (auto &s : sizes) {
    for (int kind = 0; kind < 4; kind++) {
      int rows = s[0];
      int n = s[1];
      int k = s[2];
      Layout layout = kind % 2 ? awkward({rows, n}, dice, false) : rowMajor({rows, n});
      Buffer<T> x(numbers<T>(layout.length, dice, true));
      for (long long i = 0; kind >= 2 && i < x.size(); i++) {
        x[i] = std::rint(x[i]); // many ties, zeros of both signs
      }
      View view = layout.view;
      view.rank = 1;
      long long step = layout.view.strides[1];
      int padded = powerOfTwoFrom(k);
      Buffer<T> values((long long)rows * k);
      Buffer<int> indices((long long)rows * k);
      Buffer<int> scratch((long long)rows * padded);
      run(family, "top k", [&](const Launcher &launch) {
        launch(128, [&] {
          kernel(rows, n, k, padded, x.data(), view, step, values.data(), indices.data(),
                 scratch.data());
        });
      }, values, indices);
      for (int row = 0; row < rows; row++) {
        auto value = [&](int i) { return (double)x[at(layout.view, (long long)row * n + i)]; };
        std::vector<int> order(n);
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
          bool aFirst = std::isnan(value(a));
          bool bFirst = std::isnan(value(b));
          return aFirst != bFirst ? aFirst : value(a) > value(b);
        });
        for (int i = 0; i < k; i++) {
          long long to = (long long)row * k + i;
          family.equal("top k index of " + text({rows, n, k}), to, indices[to], order[i]);
          family.equal("top k", to, values[to], value(order[i]));
        }
      }
    }
  }
}

static void testCheck() {
  const std::vector<std::pair<std::vector<int>, int>> cases = {
      {{}, -1}, {{0, 1, 2}, -1}, {{0, 5, 2, 9}, 1}, {{-1, 0}, 0}, {{-100, 2}, -1}};
  for (auto &c : cases) {
    Buffer<int> index(c.first);
    Buffer<int> refused(1);
    run(family, "check", [&](const Launcher &launch) {
      launch.one(64, [&] {
        check_indices((int)index.size(), index.data(), 5, -100, refused.data());
      });
    }, refused);
    family.equal("check", 0, refused[0], c.second);
  }
}

int main() {
  testSelect<Byte>(select_bytes1);
  testSelect<unsigned short>(select_bytes2);
  testSelect<unsigned>(select_bytes4);
  testSelect<unsigned long long>(select_bytes8);
  testSelectGradient<float>(select_gradient_float32);
  testSelectGradient<double>(select_gradient_float64);
  testTopK<float>(top_k_float32);
  testTopK<double>(top_k_float64);
  testCheck();
  return family.finish();
}
