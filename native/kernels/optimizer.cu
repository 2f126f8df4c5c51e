/*
 * Steps of optimisers (core.kernel.Optimizer), for all parameters that share a step's numbers in one
 * launch: the tensors of parameter p are row p of a table in device memory, and the work is cut into
 * pieces of PIECE elements, numbered through all parameters. All but gradients are overwritten.
 */
#include "elementary.h"

constexpr int PIECE = 4096;

/** One parameter. 40 bytes; the second state is null where an optimiser has none. */
template <class T>
struct Parameter {
  T *value;
  const T *gradient;
  T *state1;
  T *state2;
  long long elements;
};
static_assert(sizeof(Parameter<float>) == 40, "callers write this layout byte by byte");

/**
 * Calls {@code update(parameter, element)} for all elements of all parameters.
 *
 * @param firstPiece count + 1 numbers: the first piece of each parameter, then how many there are
 */
template <class T, class Update>
DEVICE void eachElement(
    int count, const Parameter<T> *parameters, const long long *firstPiece, const Update &update) {
  for (long long piece = blockIndex(); piece < firstPiece[count]; piece += gridBlocks()) {
    int at = lastStart(firstPiece, count, piece);
    const Parameter<T> &p = parameters[at];
    long long from = (piece - firstPiece[at]) * PIECE;
    long long end = from + PIECE < p.elements ? from + PIECE : p.elements;
    for (long long i = from + threadIndex(); i < end; i += blockThreads()) {
      update(p, i);
    }
  }
}

/** Stochastic gradient descent with momentum as torch defines it; state 1 is the buffer. */
template <class T>
DEVICE void sgd(
    int count, const Parameter<T> *parameters, const long long *firstPiece, double rate,
    double momentum, double weightDecay, int nesterov, int first) {
  eachElement(count, parameters, firstPiece, [&](const Parameter<T> &p, long long i) {
    double value = p.value[i];
    double g = (double)p.gradient[i] + weightDecay * value;
    double b = first ? g : momentum * (double)p.state1[i] + g;
    double direction = nesterov ? g + momentum * b : b;
    p.state1[i] = narrow<T>(b);
    p.value[i] = narrow<T>(value - rate * direction);
  });
}

/**
 * Adam; states 1 and 2 are the moments.
 *
 * @param correction1 1 - beta1^step
 * @param correction2 1 - beta2^step
 */
template <class T>
DEVICE void adam(
    int count, const Parameter<T> *parameters, const long long *firstPiece, double rate,
    double beta1, double beta2, double epsilon, double weightDecay, int decoupled,
    double correction1, double correction2) {
  eachElement(count, parameters, firstPiece, [&](const Parameter<T> &p, long long i) {
    double v = p.value[i];
    double g = p.gradient[i];
    if (decoupled) {
      v -= rate * weightDecay * v;
    } else {
      g += weightDecay * v;
    }
    double m1 = beta1 * (double)p.state1[i] + (1 - beta1) * g;
    double m2 = beta2 * (double)p.state2[i] + (1 - beta2) * g * g;
    double direction = m1 / correction1 / (squareRoot(m2 / correction2) + epsilon);
    p.state1[i] = narrow<T>(m1);
    p.state2[i] = narrow<T>(m2);
    p.value[i] = narrow<T>(v - rate * direction);
  });
}

#define OPTIMIZERS(TYPE, T) \
  ENTRY sgd_##TYPE( \
      int count, const Parameter<T> *parameters, const long long *firstPiece, double rate, \
      double momentum, double weightDecay, int nesterov, int first) { \
    sgd<T>(count, parameters, firstPiece, rate, momentum, weightDecay, nesterov, first); \
  } \
  ENTRY adam_##TYPE( \
      int count, const Parameter<T> *parameters, const long long *firstPiece, double rate, \
      double beta1, double beta2, double epsilon, double weightDecay, int decoupled, \
      double correction1, double correction2) { \
    adam<T>(count, parameters, firstPiece, rate, beta1, beta2, epsilon, weightDecay, decoupled, \
            correction1, correction2); \
  }
OPTIMIZERS(float32, float)
OPTIMIZERS(float64, double)
