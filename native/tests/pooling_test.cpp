#include "../kernels/pooling.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("pooling");
static Random dice(4);

template <class T>
static void testMaximum(
    void (*forward)(Planes, int, int, int, const T *, T *, int *),
    void (*gradient)(Planes, const int *, const int *, const T *, const int *, T *)) {
  const int geometries[][3] = {{1, 1, 0}, {2, 2, 0}, {3, 2, 1}, {3, 1, 1}, {5, 3, 2}, {2, 3, 1},
                               {1, 2, 0}};
  for (auto &g : geometries) {
    for (int k = 0; k < 8; k++) {
      Planes p = {g[0] + dice.below(14), g[0] + dice.below(14), 0, 0, k % 4};
      p.outputRows = (p.inputRows + 2 * g[2] - g[0]) / g[1] + 1;
      p.outputColumns = (p.inputColumns + 2 * g[2] - g[0]) / g[1] + 1;
      long long inputs = (long long)p.inputRows * p.inputColumns;
      long long outputs = (long long)p.outputRows * p.outputColumns;
      Buffer<T> x(numbers<T>(p.planes * inputs, dice, k >= 4));
      for (long long i = 0; k % 2 == 1 && i < x.size(); i++) {
        x[i] = std::rint(x[i]); // many ties
      }
      Buffer<T> dy(numbers<T>(p.planes * outputs, dice, false));
      Buffer<T> y(p.planes * outputs);
      Buffer<int> indices(p.planes * outputs);
      Buffer<int> low(p.outputRows + p.outputColumns);
      Buffer<int> high(p.outputRows + p.outputColumns);
      Buffer<int> first(p.inputRows + p.inputColumns);
      Buffer<int> last(p.inputRows + p.inputColumns);
      Buffer<T> dx(p.planes * inputs);
      std::string what = "max pool " + text({p.inputRows, p.inputColumns, g[0], g[1], g[2]});
      run(family, what, [&](const Launcher &launch) {
        launch(64, [&] { forward(p, g[0], g[1], g[2], x.data(), y.data(), indices.data()); });
        launch(SUM_THREADS, [&] { max_pool_bounds(p, indices.data(), low.data(), high.data()); });
        launch(32, [&] {
          max_pool_reach(p, low.data(), high.data(), first.data(), last.data());
        });
        launch(64, [&] {
          gradient(p, first.data(), last.data(), dy.data(), indices.data(), dx.data());
        });
      }, y, indices, dx);
      std::vector<double> sums(p.planes * inputs);
      for (long long i = 0; i < p.planes * outputs; i++) {
        int top = (int)(i / p.outputColumns % p.outputRows) * g[1] - g[2];
        int left = (int)(i % p.outputColumns) * g[1] - g[2];
        long long plane = i / outputs * inputs;
        double best = -INFINITE;
        int place = std::max(top, 0) * p.inputColumns + std::max(left, 0);
        for (int h = top; h < top + g[0]; h++) {
          for (int w = left; w < left + g[0]; w++) {
            if (h < 0 || h >= p.inputRows || w < 0 || w >= p.inputColumns) {
              continue;
            }
            double v = x[plane + (long long)h * p.inputColumns + w];
            if (v > best || (std::isnan(v) && !std::isnan(best))) {
              best = v;
              place = h * p.inputColumns + w;
            }
          }
        }
        family.equal(what, i, y[i], best);
        family.equal(what + " index", i, indices[i], place);
        sums[plane + place] += dy[i];
      }
      for (long long i = 0; i < dx.size(); i++) {
        family.near(what + " gradient", i, dx[i], (T)sums[i], 0);
      }
    }
  }
}

template <class T>
static void testAverage(void (*forward)(Planes, const T *, T *),
                        void (*gradient)(Planes, const T *, T *)) {
  const int sizes[][2] = {{1, 1}, {7, 1}, {7, 7}, {7, 3}, {3, 7}, {13, 5}, {16, 4}, {1, 3}};
  for (auto &rows : sizes) {
    for (auto &columns : sizes) {
      Planes p = {rows[0], columns[0], rows[1], columns[1], dice.below(3)};
      long long inputs = (long long)p.inputRows * p.inputColumns;
      long long outputs = (long long)p.outputRows * p.outputColumns;
      Buffer<T> x(numbers<T>(p.planes * inputs, dice, false));
      Buffer<T> dy(numbers<T>(p.planes * outputs, dice, false));
      Buffer<T> y(p.planes * outputs);
      Buffer<T> dx(p.planes * inputs);
      std::string what = "average " + text({rows[0], columns[0], rows[1], columns[1]});
      run(family, what, [&](const Launcher &launch) {
        launch(64, [&] { forward(p, x.data(), y.data()); });
        launch(64, [&] { gradient(p, dy.data(), dx.data()); });
      }, y, dx);
      std::vector<double> sums(p.planes * inputs);
      for (long long i = 0; i < p.planes * outputs; i++) {
        int r = (int)(i / p.outputColumns % p.outputRows);
        int c = (int)(i % p.outputColumns);
        int top = (int)std::floor((double)r * rows[0] / rows[1]);
        int bottom = (int)std::ceil((r + 1.0) * rows[0] / rows[1]);
        int left = (int)std::floor((double)c * columns[0] / columns[1]);
        int right = (int)std::ceil((c + 1.0) * columns[0] / columns[1]);
        double sum = 0;
        double share = dy[i] / ((double)(bottom - top) * (right - left));
        for (int h = top; h < bottom; h++) {
          for (int w = left; w < right; w++) {
            long long place = i / outputs * inputs + (long long)h * p.inputColumns + w;
            sum += x[place];
            sums[place] += share;
          }
        }
        family.near(what, i, y[i], (T)(sum / ((bottom - top) * (right - left))), 0);
      }
      for (long long i = 0; i < dx.size(); i++) {
        family.near(what + " gradient", i, dx[i], (T)sums[i], 0);
      }
    }
  }
}

int main() {
  testMaximum<float>(max_pool_float32, max_pool_gradient_float32);
  testMaximum<double>(max_pool_float64, max_pool_gradient_float64);
  testAverage<float>(adaptive_average_float32, adaptive_average_gradient_float32);
  testAverage<double>(adaptive_average_float64, adaptive_average_gradient_float64);
  return family.finish();
}
