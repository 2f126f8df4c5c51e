#include "../kernels/resize.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("resize");
static Random dice(3);

template <class T>
using Kernel = void (*)(Planes, const T *, T *);

/** Rows (or columns) that an output blends and the share of the second. */
struct Mix {
  int low, high;
  double share;
};

static Mix mix(int i, int inputs, int outputs, bool bilinear) {
  if (!bilinear) {
    int source = (int)std::floor((double)i * inputs / outputs);
    return {source, source, 0};
  }
  double source = std::max((i + 0.5) * inputs / outputs - 0.5, 0.0);
  int low = std::min((int)source, inputs - 1);
  return {low, std::min(low + 1, inputs - 1), source - low};
}

template <class T>
static void test(bool bilinear, Kernel<T> forward, Kernel<T> gradient) {
  const int sizes[][2] = {{1, 1}, {1, 7}, {7, 1}, {2, 4}, {4, 8}, {5, 3}, {3, 5}, {13, 31},
                          {31, 13}, {8, 8}, {50, 7}, {7, 50}};
  for (auto &rows : sizes) {
    for (int k = 0; k < 4; k++) {
      auto &columns = sizes[dice.below(12)];
      Planes p = {rows[0], columns[0], rows[1], columns[1], k == 0 ? 0 : k};
      long long inputs = (long long)p.inputRows * p.inputColumns;
      long long outputs = (long long)p.outputRows * p.outputColumns;
      Buffer<T> x(numbers<T>(p.planes * inputs, dice, false));
      Buffer<T> dy(numbers<T>(p.planes * outputs, dice, false));
      Buffer<T> y(p.planes * outputs);
      Buffer<T> dx(p.planes * inputs);
      std::string what = (bilinear ? "bilinear " : "nearest ") +
                         text({rows[0], columns[0], rows[1], columns[1]});
      run(family, what, [&](const Launcher &launch) {
        launch(64, [&] { forward(p, x.data(), y.data()); });
        launch(64, [&] { gradient(p, dy.data(), dx.data()); });
      }, y, dx);
      std::vector<double> sums(p.planes * inputs);
      std::vector<double> magnitudes(p.planes * inputs, 1e-30);
      for (long long i = 0; i < p.planes * outputs; i++) {
        Mix r = mix((int)(i / p.outputColumns % p.outputRows), p.inputRows, p.outputRows, bilinear);
        Mix c = mix((int)(i % p.outputColumns), p.inputColumns, p.outputColumns, bilinear);
        long long plane = i / outputs * inputs;
        double want = 0;
        double size = 1e-30;
        auto corner = [&](int row, int column, double share) {
          long long place = plane + (long long)row * p.inputColumns + column;
          want += share * x[place];
          size += std::fabs(share * x[place]);
          sums[place] += share * dy[i];
          magnitudes[place] += std::fabs(share * dy[i]);
        };
        corner(r.low, c.low, (1 - r.share) * (1 - c.share));
        corner(r.low, c.high, (1 - r.share) * c.share);
        corner(r.high, c.low, r.share * (1 - c.share));
        corner(r.high, c.high, r.share * c.share);
        family.near(what, i, y[i], (T)want, ROUNDING<T>, size);
      }
      for (long long i = 0; i < dx.size(); i++) {
        family.near(what + " gradient", i, dx[i], (T)sums[i], ROUNDING<T>, magnitudes[i]);
      }
    }
  }
}

int main() {
  test<float>(false, nearest_float32, nearest_gradient_float32);
  test<double>(false, nearest_float64, nearest_gradient_float64);
  test<float>(true, bilinear_float32, bilinear_gradient_float32);
  test<double>(true, bilinear_float64, bilinear_gradient_float64);
  return family.finish();
}
