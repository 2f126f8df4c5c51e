#include "../kernels/normalization.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("normalization");
static Random dice(6);

/** The kernels of one element type. */
template <class T>
struct Kernels {
  void (*sums)(Channels, const T *, double *);
  void (*means)(Channels, const double *, double *, T *);
  void (*squares)(Channels, const T *, const double *, double *);
  void (*deviations)(Channels, double, const double *, double *, T *);
  void (*given)(long long, int, double, const T *, const T *, double *, double *);
  void (*apply)(Channels, const T *, const double *, const double *, const T *, const T *, T *);
  void (*gradientSums)(Channels, const T *, const T *, const double *, const double *, double *);
  void (*gradientTotals)(Channels, const double *, double *, T *, T *);
  void (*gradientApply)(Channels, double, const T *, const T *, const double *, const double *,
                        const T *, const double *, T *);
};

/** {@code training}: statistics of the batch; else given ones. */
template <class T>
static void test(const Kernels<T> &k, Channels s, bool training) {
  double epsilon = 1e-5;
  long long m = s.pictures * s.inner;
  long long size = m * s.channels;
  long long pieces = pieceCount(s);
  Buffer<T> x(numbers<T>(size, dice, false));
  for (long long i = 0; i < size; i++) {
    x[i] += 100; // a variance by difference of squares would lose its digits
  }
  Buffer<T> dy(numbers<T>(size, dice, false));
  Buffer<T> scale(numbers<T>(s.channels, dice, false));
  Buffer<T> shift(numbers<T>(s.channels, dice, false));
  Buffer<T> givenMean(numbers<T>(s.channels, dice, false));
  Buffer<T> givenVariance(s.channels);
  for (long long c = 0; c < s.channels; c++) {
    givenVariance[c] = (T)dice.uniform(0.1, 3);
  }
  Buffer<double> parts(2 * s.channels * pieces);
  Buffer<double> means(s.channels);
  Buffer<double> inverses(s.channels);
  Buffer<double> totals(2 * s.channels);
  Buffer<T> mean(s.channels);
  Buffer<T> inverse(s.channels);
  Buffer<T> y(size);
  Buffer<T> dx(size);
  Buffer<T> dScale(s.channels);
  Buffer<T> dShift(s.channels);
  double dependents = training ? (double)m : INFINITE;
  run(family, "batch norm", [&](const Launcher &launch) {
    if (training) {
      launch(SUM_THREADS, [&] { k.sums(s, x.data(), parts.data()); });
      launch(32, [&] { k.means(s, parts.data(), means.data(), mean.data()); });
      launch(SUM_THREADS, [&] { k.squares(s, x.data(), means.data(), parts.data()); });
      launch(32, [&] { k.deviations(s, epsilon, parts.data(), inverses.data(), inverse.data()); });
    } else {
      launch(32, [&] {
        k.given(s.channels, 1, epsilon, givenMean.data(), givenVariance.data(), means.data(),
                inverses.data());
      });
    }
    launch(64, [&] {
      k.apply(s, x.data(), means.data(), inverses.data(), scale.data(), shift.data(), y.data());
    });
    if (training) { // the gradient is given the statistics as they were stored
      launch(32, [&] {
        k.given(s.channels, 0, epsilon, mean.data(), inverse.data(), means.data(),
                inverses.data());
      });
    }
    launch(SUM_THREADS, [&] {
      k.gradientSums(s, x.data(), dy.data(), means.data(), inverses.data(), parts.data());
    });
    launch(32, [&] { k.gradientTotals(s, parts.data(), totals.data(), dScale.data(), dShift.data()); });
    launch(64, [&] {
      k.gradientApply(s, dependents, x.data(), dy.data(), means.data(), inverses.data(),
                      scale.data(), totals.data(), dx.data());
    });
  }, mean, inverse, y, dx, dScale, dShift);
  double sumTolerance = ROUNDING<T> + (double)m * 1.2e-16;
  for (long long c = 0; c < s.channels; c++) {
    auto place = [&](long long i) { return (i / s.inner * s.channels + c) * s.inner + i % s.inner; };
    long double sum = 0;
    for (long long i = 0; i < m; i++) {
      sum += x[place(i)];
    }
    double mu = training ? (double)(sum / m) : (double)givenMean[c];
    long double squareSum = 0;
    for (long long i = 0; i < m; i++) {
      squareSum += (x[place(i)] - mu) * (x[place(i)] - mu);
    }
    double variance = training ? (double)(squareSum / m) : (double)givenVariance[c];
    double d = 1 / std::sqrt(variance + epsilon);
    if (training) {
      family.near("mean", c, mean[c], (T)mu, sumTolerance);
      family.near("inverse deviation", c, inverse[c], (T)d, sumTolerance * 100);
    }
    // With one value a channel x - mu is 0 and nothing to compare relative errors with.
    double spread = std::fabs(scale[c]) * d * 10 + 1;
    for (long long i = 0; i < m; i++) {
      double want = (x[place(i)] - mu) * d * scale[c] + shift[c];
      family.near("y", place(i), y[place(i)], (T)want, sumTolerance * 40, spread);
    }
    double storedMean = training ? (double)mean[c] : mu;
    double storedInverse = training ? (double)inverse[c] : d;
    long double total = 0;
    long double product = 0;
    double size1 = 0;
    double size2 = 0;
    for (long long i = 0; i < m; i++) {
      double z = (x[place(i)] - storedMean) * storedInverse;
      total += dy[place(i)];
      product += dy[place(i)] * z;
      size1 += std::fabs(dy[place(i)]);
      size2 += std::fabs(dy[place(i)] * z);
    }
    family.near("dShift", c, dShift[c], (T)total, sumTolerance, size1);
    family.near("dScale", c, dScale[c], (T)product, sumTolerance, size2);
    for (long long i = 0; i < m; i++) {
      double z = (x[place(i)] - storedMean) * storedInverse;
      double g = dy[place(i)] - (double)total / dependents - z * (double)product / dependents;
      double floor = std::fabs(scale[c] * storedInverse) * (4 + std::fabs(z) * size2 / dependents);
      family.near("dx", place(i), dx[place(i)], (T)(scale[c] * storedInverse * g), sumTolerance * 4,
                  floor);
    }
  }
}

template <class T>
static void testAll(const Kernels<T> &kernels) {
  for (bool training : {true, false}) {
    for (Channels s : {Channels{2, 3, 1}, {1, 1, 7}, {5, 4, 1}, {3, 2, 35}, {2, 0, 4}, {1, 2, 8192},
                       {3, 2, 5000}}) {
      test(kernels, s, training);
    }
  }
}

#define KERNELS(TYPE) \
  {batch_norm_sums_##TYPE,          batch_norm_means_##TYPE, batch_norm_squares_##TYPE, \
   batch_norm_deviations_##TYPE,    batch_norm_given_##TYPE, batch_norm_apply_##TYPE, \
   batch_norm_gradient_sums_##TYPE, batch_norm_gradient_totals_##TYPE, \
   batch_norm_gradient_apply_##TYPE}

int main() {
  testAll<float>(KERNELS(float32));
  testAll<double>(KERNELS(float64));
  return family.finish();
}
