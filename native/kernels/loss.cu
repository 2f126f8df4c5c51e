/*
 * Losses to one number (core.kernel.Loss); row-major. A loss is summed in double in two steps: a
 * block sums PIECE elements in a fixed tree, and sum_pieces sums the blocks' results the same way.
 */
#include "elementary.h"

/** Elements that one block sums; a partial sum for each. */
constexpr int PIECE = 4096;

/** Sums the {@code at(i)} of the elements of each piece to pieces[piece]. */
template <class At>
DEVICE void sumPieces(long long count, double *pieces, const At &at) {
  __shared__ double shared[SUM_THREADS];
  for (long long piece = blockIndex(); piece * PIECE < count; piece += gridBlocks()) {
    double sum = 0;
    long long end = (piece + 1) * PIECE < count ? (piece + 1) * PIECE : count;
    for (long long i = piece * PIECE + threadIndex(); i < end; i += SUM_THREADS) {
      sum += at(i);
    }
    sum = combineLanes<Sum>(sum, SUM_THREADS, shared);
    if (threadIndex() == 0) {
      pieces[piece] = sum;
    }
  }
}

/** Sums of pieces of {@code values}: the step between rows and {@link #sum_pieces}. */
ENTRY sum_values(long long count, const double *values, double *pieces) {
  sumPieces(count, pieces, [&](long long i) { return values[i]; });
}

/** sum = the sum of count pieces, in one block. */
ENTRY sum_pieces(long long count, const double *pieces, double *sum) {
  __shared__ double shared[SUM_THREADS];
  double partial = 0;
  for (long long i = threadIndex(); i < count; i += SUM_THREADS) {
    partial += pieces[i];
  }
  partial = combineLanes<Sum>(partial, SUM_THREADS, shared);
  if (threadIndex() == 0) {
    *sum = partial;
  }
}

/** A weighted sum over a divisor, 0 where there is nothing to divide by. */
DEVICE double reduced(double sum, double divisor) { return divisor == 0 ? 0 : sum / divisor; }

/** loss = sum / divisor, the sum alone where there is no divisor; one thread. */
template <class T>
DEVICE void finish(const double *sum, const double *divisor, T *loss) {
  if (firstElement() == 0) {
    *loss = narrow<T>(divisor ? reduced(*sum, *divisor) : *sum);
  }
}

/** The factor of every gradient: dLoss / divisor, or dLoss where there is no divisor. */
template <class T>
DEVICE double outer(const T *dLoss, const double *divisor) {
  return divisor ? reduced(*dLoss, *divisor) : (double)*dLoss;
}

/** Weight of a row: 0 where it is ignored or its target is no class. */
template <class T>
DEVICE double weightOf(int target, int ignoreIndex, int classes, const T *classWeights) {
  if (target == ignoreIndex || target < 0 || target >= classes) {
    return 0;
  }
  return classWeights ? (double)classWeights[target] : 1;
}

/** The largest value of a row and the sum of exp(x - max). */
struct Exponentials {
  double max;
  double sum;
};

template <class T>
DEVICE Exponentials exponentials(const T *row, int classes) {
  double max = -__builtin_inf();
  for (int c = 0; c < classes; c++) {
    max = larger(max, (double)row[c]);
  }
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    sum += exponential(row[c] - max);
  }
  return {max, sum};
}

/** Of each row of x [rows, classes]: its part of the loss and its weight. */
template <class T>
DEVICE void crossEntropyRows(
    int rows, int classes, int ignoreIndex, const T *x, const int *target, const T *classWeights,
    double *losses, double *weights) {
  for (long long row = firstElement(); row < rows; row += allThreads()) {
    int t = target[row];
    double weight = weightOf(t, ignoreIndex, classes, classWeights);
    double loss = 0;
    if (t != ignoreIndex && t >= 0 && t < classes) {
      const T *logits = x + row * classes;
      Exponentials e = exponentials(logits, classes);
      // The two terms are not joined, for a large max hides log sum.
      loss = -(weight * (logits[t] - e.max - logarithm(e.sum)));
    }
    losses[row] = loss;
    weights[row] = weight;
  }
}

/** Of each row: its weight alone. */
template <class T>
DEVICE void crossEntropyWeights(
    int rows, int classes, int ignoreIndex, const int *target, const T *classWeights,
    double *weights) {
  for (long long row = firstElement(); row < rows; row += allThreads()) {
    weights[row] = weightOf(target[row], ignoreIndex, classes, classWeights);
  }
}

/** dx[c] = w[t] * (softmax(x)[c] - (1 if c is t, else 0)). */
template <class T>
DEVICE void crossEntropyGradient(
    int rows, int classes, int ignoreIndex, const T *x, const int *target, const T *classWeights,
    const T *dLoss, const double *divisor, T *dx) {
  double factor = outer(dLoss, divisor);
  for (long long row = firstElement(); row < rows; row += allThreads()) {
    int t = target[row];
    const T *logits = x + row * classes;
    T *to = dx + row * classes;
    if (t == ignoreIndex) {
      for (int c = 0; c < classes; c++) {
        to[c] = 0;
      }
      continue;
    }
    double weight = weightOf(t, ignoreIndex, classes, classWeights);
    Exponentials e = exponentials(logits, classes);
    for (int c = 0; c < classes; c++) {
      double error = exponential(logits[c] - e.max) / e.sum - (c == t ? 1 : 0);
      to[c] = narrow<T>(factor * weight * error);
    }
  }
}

/** max(x, 0) - x * t + log(1 + exp(-|x|)). */
template <class T>
DEVICE void binaryCrossEntropy(long long count, const T *x, const T *target, double *pieces) {
  sumPieces(count, pieces, [&](long long i) {
    double v = x[i];
    return larger(v, 0.0) - v * (double)target[i] + logarithmOnePlus(exponential(-magnitude(v)));
  });
}

/** sigmoid(x) - t. */
template <class T>
DEVICE void binaryCrossEntropyGradient(
    long long count, const T *x, const T *target, const T *dLoss, const double *divisor, T *dx) {
  double factor = outer(dLoss, divisor);
  for (long long i = firstElement(); i < count; i += allThreads()) {
    dx[i] = narrow<T>(factor * (sigmoid(x[i]) - (double)target[i]));
  }
}

/** d * d / (2 beta) below beta, d - beta / 2 from there. */
template <class T>
DEVICE void smoothL1(long long count, double beta, const T *x, const T *target, double *pieces) {
  sumPieces(count, pieces, [&](long long i) {
    double d = magnitude((double)x[i] - (double)target[i]);
    return d < beta ? d * d / (2 * beta) : d - beta / 2;
  });
}

/** d / beta within beta of the target, else the sign of d. */
template <class T>
DEVICE void smoothL1Gradient(
    long long count, double beta, const T *x, const T *target, const T *dLoss,
    const double *divisor, T *dx) {
  double factor = outer(dLoss, divisor);
  for (long long i = firstElement(); i < count; i += allThreads()) {
    double d = (double)x[i] - (double)target[i];
    double slope = magnitude(d) < beta ? d / beta : d > 0 ? 1 : d < 0 ? -1 : d; // 0 and NaN stay
    dx[i] = narrow<T>(factor * slope);
  }
}

#define LOSSES(TYPE, T) \
  ENTRY loss_finish_##TYPE(const double *sum, const double *divisor, T *loss) { \
    finish<T>(sum, divisor, loss); \
  } \
  ENTRY cross_entropy_rows_##TYPE( \
      int rows, int classes, int ignoreIndex, const T *x, const int *target, \
      const T *classWeights, double *losses, double *weights) { \
    crossEntropyRows<T>( \
        rows, classes, ignoreIndex, x, target, classWeights, losses, weights); \
  } \
  ENTRY cross_entropy_weights_##TYPE( \
      int rows, int classes, int ignoreIndex, const int *target, const T *classWeights, \
      double *weights) { \
    crossEntropyWeights<T>(rows, classes, ignoreIndex, target, classWeights, weights); \
  } \
  ENTRY cross_entropy_gradient_##TYPE( \
      int rows, int classes, int ignoreIndex, const T *x, const int *target, \
      const T *classWeights, const T *dLoss, const double *divisor, T *dx) { \
    crossEntropyGradient<T>( \
        rows, classes, ignoreIndex, x, target, classWeights, dLoss, divisor, dx); \
  } \
  ENTRY binary_cross_entropy_##TYPE( \
      long long count, const T *x, const T *target, double *pieces) { \
    binaryCrossEntropy<T>(count, x, target, pieces); \
  } \
  ENTRY binary_cross_entropy_gradient_##TYPE( \
      long long count, const T *x, const T *target, const T *dLoss, const double *divisor, \
      T *dx) { \
    binaryCrossEntropyGradient<T>(count, x, target, dLoss, divisor, dx); \
  } \
  ENTRY smooth_l1_##TYPE( \
      long long count, double beta, const T *x, const T *target, double *pieces) { \
    smoothL1<T>(count, beta, x, target, pieces); \
  } \
  ENTRY smooth_l1_gradient_##TYPE( \
      long long count, double beta, const T *x, const T *target, const T *dLoss, \
      const double *divisor, T *dx) { \
    smoothL1Gradient<T>(count, beta, x, target, dLoss, divisor, dx); \
  }
LOSSES(float32, float)
LOSSES(float64, double)
