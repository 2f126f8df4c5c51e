/*
 * Batch normalisation with statistics in double (core.kernel.Normalization), which cuDNN has in
 * float32 only; x is [N, C, inner], row-major. m = N * inner values a channel.
 *
 * A channel's sum is taken in pieces of PIECE values, each by a block in a fixed tree; the pieces
 * are summed in rising order. Statistics live as doubles between the steps.
 */
#include "elementary.h"

constexpr int PIECE = 8192;

/** Sizes. Passed by value: three numbers of 8 bytes. */
struct Channels {
  long long pictures;
  long long channels;
  long long inner;
};

DEVICE long long pieceCount(Channels s) { return (s.pictures * s.inner + PIECE - 1) / PIECE; }

/** Place of value i of a channel. */
DEVICE long long placeOf(Channels s, long long channel, long long i) {
  return (i / s.inner * s.channels + channel) * s.inner + i % s.inner;
}

/** Sums at(channel, place) over each piece to sums[channel * pieces + piece]. */
template <class At>
DEVICE void sumPieces(Channels s, double *sums, const At &at) {
  __shared__ double shared[SUM_THREADS];
  long long pieces = pieceCount(s);
  long long values = s.pictures * s.inner;
  for (long long job = blockIndex(); job < s.channels * pieces; job += gridBlocks()) {
    long long channel = job / pieces;
    long long from = job % pieces * PIECE;
    long long end = from + PIECE < values ? from + PIECE : values;
    double sum = 0;
    for (long long i = from + threadIndex(); i < end; i += SUM_THREADS) {
      sum += at(channel, placeOf(s, channel, i));
    }
    sum = combineLanes<Sum>(sum, SUM_THREADS, shared);
    if (threadIndex() == 0) {
      sums[job] = sum;
    }
  }
}

DEVICE double sumOfPieces(Channels s, const double *sums, long long channel) {
  double sum = 0;
  for (long long piece = 0; piece < pieceCount(s); piece++) {
    sum += sums[channel * pieceCount(s) + piece];
  }
  return sum;
}

/** Step 1 of training: sums of x. */
template <class T>
DEVICE void sums(Channels s, const T *x, double *pieces) {
  sumPieces(s, pieces, [&](long long, long long at) { return (double)x[at]; });
}

/** Step 2: means. */
template <class T>
DEVICE void means(Channels s, const double *pieces, double *means, T *mean) {
  for (long long c = firstElement(); c < s.channels; c += allThreads()) {
    double mu = sumOfPieces(s, pieces, c) / (double)(s.pictures * s.inner);
    means[c] = mu;
    mean[c] = narrow<T>(mu);
  }
}

/** Step 3: sums of (x - mean)^2. */
template <class T>
DEVICE void squares(Channels s, const T *x, const double *means, double *pieces) {
  sumPieces(s, pieces, [&](long long c, long long at) {
    double d = (double)x[at] - means[c];
    return d * d;
  });
}

/** Step 4: inverse deviations. */
template <class T>
DEVICE void deviations(
    Channels s, double epsilon, const double *pieces, double *inverses, T *inverseDeviation) {
  for (long long c = firstElement(); c < s.channels; c += allThreads()) {
    double variance = sumOfPieces(s, pieces, c) / (double)(s.pictures * s.inner);
    double inverse = 1 / squareRoot(variance + epsilon);
    inverses[c] = inverse;
    inverseDeviation[c] = narrow<T>(inverse);
  }
}

/**
 * Instead of steps 1 to 4 where statistics are given: as doubles. {@code second} is the variance, or
 * the inverse deviation where isVariance is 0.
 */
template <class T>
DEVICE void given(
    long long channels, int isVariance, double epsilon, const T *mean, const T *second,
    double *means, double *inverses) {
  for (long long c = firstElement(); c < channels; c += allThreads()) {
    means[c] = mean[c];
    inverses[c] = isVariance ? 1 / squareRoot((double)second[c] + epsilon) : (double)second[c];
  }
}

/** Last step: y = (x - mean) * inverse * scale + shift. */
template <class T>
DEVICE void apply(
    Channels s, const T *x, const double *means, const double *inverses, const T *scale,
    const T *shift, T *y) {
  long long count = s.pictures * s.channels * s.inner;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    long long c = i / s.inner % s.channels;
    y[i] = narrow<T>(
        ((double)x[i] - means[c]) * inverses[c] * (double)scale[c] + (double)shift[c]);
  }
}

/** Gradient, step 1: sums of dy, and after all of them sums of dy * (x - mean) * inverse. */
template <class T>
DEVICE void gradientSums(
    Channels s, const T *x, const T *dy, const double *means, const double *inverses,
    double *pieces) {
  sumPieces(s, pieces, [&](long long, long long at) { return (double)dy[at]; });
  sumPieces(s, pieces + s.channels * pieceCount(s), [&](long long c, long long at) {
    return (double)dy[at] * ((double)x[at] - means[c]) * inverses[c];
  });
}

/** Gradient, step 2: dShift and dScale, as doubles one array after the other too. */
template <class T>
DEVICE void gradientTotals(
    Channels s, const double *pieces, double *totals, T *dScale, T *dShift) {
  for (long long c = firstElement(); c < s.channels; c += allThreads()) {
    double sum = sumOfPieces(s, pieces, c);
    double product = sumOfPieces(s, pieces + s.channels * pieceCount(s), c);
    totals[c] = sum;
    totals[s.channels + c] = product;
    dShift[c] = narrow<T>(sum);
    dScale[c] = narrow<T>(product);
  }
}

/**
 * Gradient, step 3: dx = scale * inverse * (dy - dShift / m - z * dScale / m) with z = (x - mean) *
 * inverse (Ioffe and Szegedy 2015, section 3); m is infinite where the statistics are given.
 */
template <class T>
DEVICE void gradientApply(
    Channels s, double m, const T *x, const T *dy, const double *means, const double *inverses,
    const T *scale, const double *totals, T *dx) {
  long long count = s.pictures * s.channels * s.inner;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    long long c = i / s.inner % s.channels;
    double z = ((double)x[i] - means[c]) * inverses[c];
    double g = (double)dy[i] - totals[c] / m - z * totals[s.channels + c] / m;
    dx[i] = narrow<T>((double)scale[c] * inverses[c] * g);
  }
}

#define NORMALIZATION(TYPE, T) \
  ENTRY batch_norm_sums_##TYPE(Channels s, const T *x, double *pieces) { sums<T>(s, x, pieces); } \
  ENTRY batch_norm_means_##TYPE( \
      Channels s, const double *pieces, double *doubleMeans, T *mean) { \
    means<T>(s, pieces, doubleMeans, mean); \
  } \
  ENTRY batch_norm_squares_##TYPE( \
      Channels s, const T *x, const double *doubleMeans, double *pieces) { \
    squares<T>(s, x, doubleMeans, pieces); \
  } \
  ENTRY batch_norm_deviations_##TYPE( \
      Channels s, double epsilon, const double *pieces, double *inverses, T *inverseDeviation) { \
    deviations<T>(s, epsilon, pieces, inverses, inverseDeviation); \
  } \
  ENTRY batch_norm_given_##TYPE( \
      long long channels, int isVariance, double epsilon, const T *mean, const T *second, \
      double *doubleMeans, double *inverses) { \
    given<T>(channels, isVariance, epsilon, mean, second, doubleMeans, inverses); \
  } \
  ENTRY batch_norm_apply_##TYPE( \
      Channels s, const T *x, const double *doubleMeans, const double *inverses, const T *scale, \
      const T *shift, T *y) { \
    apply<T>(s, x, doubleMeans, inverses, scale, shift, y); \
  } \
  ENTRY batch_norm_gradient_sums_##TYPE( \
      Channels s, const T *x, const T *dy, const double *doubleMeans, const double *inverses, \
      double *pieces) { \
    gradientSums<T>(s, x, dy, doubleMeans, inverses, pieces); \
  } \
  ENTRY batch_norm_gradient_totals_##TYPE( \
      Channels s, const double *pieces, double *totals, T *dScale, T *dShift) { \
    gradientTotals<T>(s, pieces, totals, dScale, dShift); \
  } \
  ENTRY batch_norm_gradient_apply_##TYPE( \
      Channels s, double m, const T *x, const T *dy, const double *doubleMeans, \
      const double *inverses, const T *scale, const double *totals, T *dx) { \
    gradientApply<T>(s, m, x, dy, doubleMeans, inverses, scale, totals, dx); \
  }
NORMALIZATION(float32, float)
NORMALIZATION(float64, double)
