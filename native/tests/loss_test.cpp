#include "../kernels/loss.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("loss");
static Random dice(7);

/** Sums values with the kernels, in two steps. */
static void sumAll(const Launcher &launch, Buffer<double> &values, Buffer<double> &pieces,
                   Buffer<double> &sum) {
  launch(SUM_THREADS, [&] { sum_values(values.size(), values.data(), pieces.data()); });
  launch.one(SUM_THREADS, [&] { sum_pieces(pieces.size(), pieces.data(), sum.data()); });
}

static long long pieceCount(long long count) { return (count + PIECE - 1) / PIECE; }

template <class T>
struct CrossEntropy {
  void (*rows)(int, int, int, const T *, const int *, const T *, double *, double *);
  void (*weights)(int, int, int, const int *, const T *, double *);
  void (*gradient)(int, int, int, const T *, const int *, const T *, const T *, const double *, T *);
  void (*finish)(const double *, const double *, T *);
};

template <class T>
static void testCrossEntropy(const CrossEntropy<T> &k, int rows, int classes, bool weighted,
                             bool mean, bool allIgnored) {
  const int ignored = -100;
  Buffer<T> x(numbers<T>((long long)rows * classes, dice, false));
  Buffer<T> classWeights(classes);
  for (int c = 0; c < classes; c++) {
    classWeights[c] = (T)dice.uniform(0, 2);
  }
  Buffer<int> target(rows);
  for (int row = 0; row < rows; row++) {
    target[row] = allIgnored || dice.below(4) == 0 ? ignored : dice.below(classes);
    for (int c = 0; row % 3 == 0 && c < classes; c++) {
      x[(long long)row * classes + c] += 2000; // exp would overflow
    }
  }
  const T *weights = weighted ? classWeights.data() : nullptr;
  Buffer<T> dLoss(std::vector<T>{(T)0.7});
  Buffer<double> losses(rows);
  Buffer<double> used(rows);
  Buffer<double> usedAgain(rows);
  Buffer<double> pieces(pieceCount(rows));
  Buffer<double> lossSum(1);
  Buffer<double> weightSum(1);
  Buffer<T> loss(1);
  Buffer<T> dx(x.size());
  run(family, "cross entropy", [&](const Launcher &launch) {
    launch(64, [&] {
      k.rows(rows, classes, ignored, x.data(), target.data(), weights, losses.data(), used.data());
    });
    sumAll(launch, losses, pieces, lossSum);
    sumAll(launch, used, pieces, weightSum);
    const double *divisor = mean ? weightSum.data() : nullptr;
    launch(32, [&] { k.finish(lossSum.data(), divisor, loss.data()); });
    launch(64, [&] {
      k.weights(rows, classes, ignored, target.data(), weights, usedAgain.data());
    });
    launch(64, [&] {
      k.gradient(rows, classes, ignored, x.data(), target.data(), weights, dLoss.data(), divisor,
                 dx.data());
    });
  }, losses, used, usedAgain, loss, dx);
  long double total = 0;
  long double divisor = 0;
  double size = 0;
  for (int row = 0; row < rows; row++) {
    if (target[row] != ignored) {
      divisor += weighted ? (double)classWeights[target[row]] : 1;
    }
  }
  for (int row = 0; row < rows; row++) {
    const T *logits = x.data() + (long long)row * classes;
    int t = target[row];
    double weight = t == ignored ? 0 : weighted ? (double)classWeights[t] : 1;
    family.equal("weight", row, used[row], weight);
    family.equal("weight alone", row, usedAgain[row], weight);
    double max = -INFINITE;
    for (int c = 0; c < classes; c++) {
      max = std::max(max, (double)logits[c]);
    }
    long double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += std::exp((long double)logits[c] - max);
    }
    if (t != ignored) {
      double part = (double)(weight * (std::log(sum) - (logits[t] - max)));
      total += part;
      size += std::fabs(part);
    }
    double factor = 0.7;
    if (std::is_same<T, float>::value) {
      factor = (double)0.7f;
    }
    factor = mean ? (divisor == 0 ? 0 : factor / (double)divisor) : factor;
    for (int c = 0; c < classes; c++) {
      double error = (double)(std::exp((long double)logits[c] - max) / sum) - (c == t);
      double want = t == ignored ? 0 : factor * weight * error;
      family.near("cross entropy gradient", c, dx[(long long)row * classes + c], (T)want,
                  ROUNDING<T> * 2, std::fabs(factor * weight));
    }
  }
  double want = (double)(mean ? (divisor == 0 ? 0 : total / divisor) : total);
  family.near("cross entropy", 0, loss[0], (T)want, ROUNDING<T> * 2,
              mean && divisor != 0 ? size / (double)divisor : size);
}

template <class T>
struct Elementwise {
  std::function<void(long long, const T *, const T *, double *)> forward;
  std::function<void(long long, const T *, const T *, const T *, const double *, T *)> gradient;
  void (*finish)(const double *, const double *, T *);
  std::function<double(double, double)> loss;
  std::function<double(double, double)> slope;
};

template <class T>
static void testElementwise(const char *name, const Elementwise<T> &k) {
  for (long long count : {0, 1, 7, 207, 4096, 4097, 10000}) {
    for (bool mean : {false, true}) {
      Buffer<T> x(numbers<T>(count, dice, false));
      Buffer<T> target(numbers<T>(count, dice, false));
      for (long long i = 0; i < count; i += 5) {
        target[i] = x[i]; // the kink
      }
      if (count > 10) {
        x[3] = 300;
        x[6] = -300;
      }
      Buffer<T> dLoss(std::vector<T>{(T)-1.5});
      Buffer<double> divisor(std::vector<double>{(double)count});
      const double *divide = mean ? divisor.data() : nullptr;
      Buffer<double> pieces(pieceCount(count));
      Buffer<double> sum(1);
      Buffer<T> loss(1);
      Buffer<T> dx(count);
      run(family, name, [&](const Launcher &launch) {
        launch(SUM_THREADS, [&] { k.forward(count, x.data(), target.data(), pieces.data()); });
        launch.one(SUM_THREADS, [&] { sum_pieces(pieces.size(), pieces.data(), sum.data()); });
        launch(32, [&] { k.finish(sum.data(), divide, loss.data()); });
        launch(64, [&] {
          k.gradient(count, x.data(), target.data(), dLoss.data(), divide, dx.data());
        });
      }, loss, dx);
      long double total = 0;
      double size = 0;
      double factor = mean ? (count == 0 ? 0 : -1.5 / (double)count) : -1.5;
      for (long long i = 0; i < count; i++) {
        double part = k.loss(x[i], target[i]);
        total += part;
        size += std::fabs(part);
        family.near(name, i, dx[i], (T)(factor * k.slope(x[i], target[i])), ROUNDING<T> * 2,
                    std::fabs(factor) * 4);
      }
      double divided = mean && count > 0 ? (double)count : 1;
      family.near(name, 0, loss[0], (T)((double)total / divided),
                  ROUNDING<T> + (double)count * 1.2e-16, size / divided);
    }
  }
}

static double sign(double d) { return d > 0 ? 1 : d < 0 ? -1 : 0; }

#define TEST_LOSSES(TYPE, T) \
  for (int flags = 0; flags < 8; flags++) { \
    for (Shape s : {Shape{0, 3}, {1, 1}, {7, 4}, {33, 91}, {5000, 2}}) { \
      testCrossEntropy<T>( \
          {cross_entropy_rows_##TYPE, cross_entropy_weights_##TYPE, \
           cross_entropy_gradient_##TYPE, loss_finish_##TYPE}, \
          s[0], s[1], flags & 1, flags & 2, flags & 4); \
    } \
  } \
  testElementwise<T>( \
      "binary cross entropy", \
      {binary_cross_entropy_##TYPE, binary_cross_entropy_gradient_##TYPE, loss_finish_##TYPE, \
       [](double x, double t) { \
         return std::max(x, 0.0) - x * t + std::log1p(std::exp(-std::fabs(x))); \
       }, \
       [](double x, double t) { return 1 / (1 + std::exp(-x)) - t; }}); \
  for (double beta : {0.0, 1.0 / 9, 1.0}) { \
    testElementwise<T>( \
        "smooth l1", \
        {[=](long long n, const T *x, const T *t, double *p) { smooth_l1_##TYPE(n, beta, x, t, p); }, \
         [=](long long n, const T *x, const T *t, const T *d, const double *v, T *dx) { \
           smooth_l1_gradient_##TYPE(n, beta, x, t, d, v, dx); \
         }, \
         loss_finish_##TYPE, \
         [=](double x, double t) { \
           double d = std::fabs(x - t); \
           return d < beta ? d * d / (2 * beta) : d - beta / 2; \
         }, \
         [=](double x, double t) { \
           return std::fabs(x - t) < beta ? (x - t) / beta : sign(x - t); \
         }}); \
  }

int main() {
  TEST_LOSSES(float32, float)
  TEST_LOSSES(float64, double)
  return family.finish();
}
