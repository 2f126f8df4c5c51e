#include "../kernels/reduction.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("reduction");
static Random dice(2);

/** A shape and which of its axes are reduced, by bits. */
struct Case {
  Shape shape;
  int reduced;
};

/** The view of the axes that a mask names, at an offset. */
static View axesOf(const View &whole, int mask, long long offset) {
  View view = {};
  view.offset = offset;
  for (int axis = 0; axis < whole.rank; axis++) {
    if (mask >> axis & 1) {
      view.sizes[view.rank] = whole.sizes[axis];
      view.strides[view.rank++] = whole.strides[axis];
    }
  }
  return view;
}

static long long count(const View &view) {
  long long n = 1;
  for (int axis = 0; axis < view.rank; axis++) {
    n *= view.sizes[axis];
  }
  return n;
}

enum Function { SUM, MEAN, MAXIMUM, MINIMUM };

template <class T>
using Kernel = void (*)(long long, long long, long long, int, double, const T *, View, View, T *);
template <class T>
using ToPieces =
    void (*)(long long, long long, long long, int, double, const T *, View, View, double *);
template <class T>
using FromPieces =
    void (*)(long long, long long, long long, int, double, const double *, View, View, T *);

template <class T>
static void testReduce(Function f, Kernel<T> whole, ToPieces<T> toPieces, FromPieces<T> fromPieces) {
  const Case cases[] = {{{}, 0},          {{5}, 0},          {{5}, 1},      {{1}, 1},
                        {{0}, 1},         {{3, 0}, 2},       {{0, 3}, 2},   {{4, 33}, 2},
                        {{33, 4}, 1},     {{2, 3, 4, 5}, 13}, {{2, 3, 4, 5}, 2}, {{207}, 1},
                        {{3, 1021}, 2},   {{2, 2, 2, 2, 2, 2, 2, 3}, 0xA5}};
  for (const Case &c : cases) {
    for (int lanes : {1, 4, 64}) {
      for (bool special : {false, true}) {
        Layout layout = lanes == 1 ? rowMajor(c.shape) : awkward(c.shape, dice, true);
        Buffer<T> x(numbers<T>(layout.length, dice, special));
        int all = (1 << layout.view.rank) - 1;
        View start = axesOf(layout.view, all & ~c.reduced, layout.view.offset);
        View along = axesOf(layout.view, c.reduced, 0);
        long long rows = count(start);
        long long length = count(along);
        double divisor = f == MEAN ? (double)length : 1;
        long long piece = 50;
        long long pieces = std::max(1LL, (length + piece - 1) / piece);
        Buffer<T> y(rows);
        Buffer<double> parts(rows * pieces);
        Buffer<T> joined(rows);
        std::string what = "reduce" + text(c.shape);
        run(family, what, [&](const Launcher &launch) {
          launch(64, [&] {
            whole(rows, length, std::max(length, 1LL), lanes, divisor, x.data(), start, along,
                  y.data());
          });
          launch(64, [&] {
            toPieces(rows, length, piece, lanes, 1, x.data(), start, along, parts.data());
          });
          View partStart = rowMajor({(int)rows}).view;
          partStart.strides[0] = pieces;
          View partAlong = rowMajor({(int)pieces}).view;
          launch(64, [&] {
            fromPieces(rows, pieces, pieces, lanes, divisor, parts.data(), partStart, partAlong,
                       joined.data());
          });
        }, y, parts, joined);
        for (long long row = 0; row < rows; row++) {
          double want = f == MAXIMUM ? -INFINITE : f == MINIMUM ? INFINITE : 0;
          double size = 0;
          long double sum = 0;
          for (long long i = 0; i < length; i++) {
            double v = (double)x[at(start, row) + at(along, i)];
            sum += v;
            want = f == MAXIMUM ? javaMax(want, v) : f == MINIMUM ? javaMin(want, v) : (double)sum;
            size += std::fabs(v) / divisor;
          }
          want = (double)stored<T>(want / divisor);
          double floor = std::isfinite(size) ? size : 1;
          bool isSum = f == SUM || f == MEAN;
          double rounding = std::numeric_limits<T>::is_integer ? 0 : ROUNDING<T>;
          // n terms in any order are off by at most n - 1 roundings of 2^-53 of their magnitudes.
          double tolerance = isSum ? rounding + (double)length * 1.2e-16 : 0;
          family.near(what, row, (double)y[row], want, tolerance, floor);
          family.near(what + " in pieces", row, (double)joined[row], want, tolerance, floor);
        }
      }
    }
  }
}

template <class T>
using Softmax = void (*)(long long, int, int, const T *, View, long long, T *, View, long long);
template <class T>
using SoftmaxGradient = void (*)(long long, int, int, const T *, View, long long, const T *, View,
                                 long long, T *, View, long long);

/** A strided tensor as rows along an axis. */
struct Rows {
  View view;
  long long step;
};

static Rows rowsOf(const View &view, int axis) {
  int others = ((1 << view.rank) - 1) & ~(1 << axis);
  return {axesOf(view, others, view.offset), view.strides[axis]};
}

template <class T>
static void testSoftmax(bool logarithmic, Softmax<T> forward, SoftmaxGradient<T> gradient) {
  const Case cases[] = {{{1}, 0},    {{7}, 0},    {{0, 4}, 1}, {{4, 0}, 1},       {{3, 91}, 1},
                        {{5, 33}, 0}, {{2, 3, 4}, 1}, {{2, 207, 3}, 1}};
  for (const Case &c : cases) {
    for (int lanes : {1, 8, 64}) {
      for (int kind = 0; kind < 3; kind++) { // ordinary, large, special
        int axis = c.reduced;
        Layout layout = lanes == 1 ? rowMajor(c.shape) : awkward(c.shape, dice, true);
        Layout plain = rowMajor(c.shape);
        Buffer<T> x(numbers<T>(layout.length, dice, kind == 2));
        Buffer<T> dy(numbers<T>(layout.length, dice, false));
        for (long long i = 0; kind == 1 && i < x.size(); i++) {
          x[i] = x[i] * 1000 + 5000;
        }
        Rows in = rowsOf(layout.view, axis);
        Rows out = rowsOf(plain.view, axis);
        long long rows = count(in.view);
        int length = c.shape[axis];
        Buffer<T> y(plain.length);
        Buffer<T> dx(plain.length);
        run(family, "softmax", [&](const Launcher &launch) {
          launch(64, [&] {
            forward(rows, length, lanes, x.data(), in.view, in.step, y.data(), out.view, out.step);
          });
          launch(64, [&] {
            gradient(rows, length, lanes, y.data(), out.view, out.step, dy.data(), in.view, in.step,
                     dx.data(), out.view, out.step);
          });
        }, y, dx);
        std::string what = (logarithmic ? "log softmax" : "softmax") + text(c.shape);
        for (long long row = 0; row < rows; row++) {
          double max = -INFINITE;
          double sum = 0;
          double product = 0;
          double size = 0;
          auto xAt = [&](int j) { return (double)x[at(in.view, row) + j * in.step]; };
          auto dyAt = [&](int j) { return (double)dy[at(in.view, row) + j * in.step]; };
          auto yAt = [&](int j) { return (double)y[at(out.view, row) + j * out.step]; };
          for (int j = 0; j < length; j++) {
            max = javaMax(max, xAt(j));
          }
          for (int j = 0; j < length; j++) {
            sum += std::exp(xAt(j) - max);
            product += logarithmic ? dyAt(j) : dyAt(j) * yAt(j);
            size += std::fabs(dyAt(j));
          }
          for (int j = 0; j < length; j++) {
            double v = xAt(j) - max;
            double want = logarithmic ? v - std::log(sum) : std::exp(v) / sum;
            // The terms cancel, and the sum's rounding, of size 1, is an absolute error of its log.
            double terms = std::fabs(v) + std::log(sum) + (sizeof(T) == 8 ? 1 : 0);
            family.near(what, j, yAt(j), (T)want, ROUNDING<T> * 3, logarithmic ? terms : 0);
            double slope = logarithmic ? dyAt(j) - std::exp(yAt(j)) * product
                                       : yAt(j) * (dyAt(j) - product);
            family.near(what + " gradient", j, dx[at(out.view, row) + j * out.step], (T)slope,
                        ROUNDING<T> * 3, size);
          }
        }
      }
    }
  }
}

#define TEST_REDUCE(NAME, FUNCTION, TYPE, T) \
  testReduce<T>(FUNCTION, reduce_##NAME##_##TYPE##_##TYPE, reduce_##NAME##_##TYPE##_float64, \
                reduce_##NAME##_float64_##TYPE)
#define TEST_TYPES(NAME, FUNCTION) \
  TEST_REDUCE(NAME, FUNCTION, float32, float); \
  TEST_REDUCE(NAME, FUNCTION, float64, double); \
  TEST_REDUCE(NAME, FUNCTION, int32, int); \
  TEST_REDUCE(NAME, FUNCTION, int64, long long); \
  TEST_REDUCE(NAME, FUNCTION, uint8, Byte)

int main() {
  TEST_TYPES(sum, SUM);
  TEST_TYPES(sum, MEAN);
  TEST_TYPES(maximum, MAXIMUM);
  TEST_TYPES(minimum, MINIMUM);
  testSoftmax<float>(false, softmax_float32, softmax_gradient_float32);
  testSoftmax<double>(false, softmax_float64, softmax_gradient_float64);
  testSoftmax<float>(true, log_softmax_float32, log_softmax_gradient_float32);
  testSoftmax<double>(true, log_softmax_float64, log_softmax_gradient_float64);
  return family.finish();
}
