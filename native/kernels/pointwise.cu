/*
 * Element by element (core.kernel.Pointwise). Operands have the output's shape; broadcast ones
 * repeat through strides of 0. What rounds once is computed in float32 for float32, the rest in
 * double and rounded once.
 */
#include "elementary.h"

/** The type to compute in: float32 where a single operation on it rounds as double would. */
template <class T, bool single>
struct Arithmetic {
  typedef double Type;
};
template <>
struct Arithmetic<float, true> {
  typedef float Type;
};

struct Rounded { // a single operation
  static constexpr bool SINGLE = true;
};
struct Composed {
  static constexpr bool SINGLE = false;
};

#define FUNCTION_1(NAME, KIND, EXPRESSION) \
  struct NAME : KIND { \
    template <class A> \
    static MEMBER A of(A x) { \
      return EXPRESSION; \
    } \
  }

#define FUNCTION_2(NAME, KIND, EXPRESSION) \
  struct NAME : KIND { \
    template <class A> \
    static MEMBER A of(A a, A b) { \
      return EXPRESSION; \
    } \
  }

FUNCTION_1(Negate, Rounded, -x);
FUNCTION_1(Abs, Rounded, (A)magnitude(x));
FUNCTION_1(Exp, Composed, exponential(x));
FUNCTION_1(Log, Composed, logarithm(x));
FUNCTION_1(Sqrt, Composed, squareRoot(x));
FUNCTION_1(Reciprocal, Rounded, 1 / x);
FUNCTION_1(Relu, Rounded, larger(x, (A)0));
FUNCTION_1(Sigmoid, Composed, sigmoid(x));
FUNCTION_1(Tanh, Composed, hyperbolicTangent(x));

FUNCTION_2(Add, Rounded, a + b);
FUNCTION_2(Subtract, Rounded, a - b);
FUNCTION_2(Multiply, Rounded, a *b);
FUNCTION_2(Divide, Rounded, a / b);
FUNCTION_2(Maximum, Rounded, larger(a, b));
FUNCTION_2(Minimum, Rounded, smaller(a, b));
FUNCTION_2(Greater, Rounded, a > b ? 1 : 0);
FUNCTION_2(GreaterEqual, Rounded, a >= b ? 1 : 0);
FUNCTION_2(Equal, Rounded, a == b ? 1 : 0);
FUNCTION_2(ReluGradient, Rounded, b > 0 ? a : 0);
FUNCTION_2(SigmoidGradient, Composed, a *b * (1 - b));
FUNCTION_2(TanhGradient, Composed, a *(1 - b * b));

template <class F, class T>
DEVICE void unary(long long count, const T *x, const View &viewX, T *y, const View &viewY) {
  typedef typename Arithmetic<T, F::SINGLE>::Type A;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    y[at[0]] = narrow<T>(F::of((A)x[at[1]]));
  }
}

template <class F, class T, class R>
DEVICE void binary(
    long long count, const T *a, const View &viewA, const T *b, const View &viewB, R *y,
    const View &viewY) {
  typedef typename Arithmetic<T, F::SINGLE>::Type A;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[3] = {&viewY, &viewA, &viewB};
    long long at[3];
    locate(views, i, at);
    y[at[0]] = narrow<R>(F::of((A)a[at[1]], (A)b[at[2]]));
  }
}

#define UNARY(NAME, FUNCTION, TYPE, T) \
  ENTRY NAME##_##TYPE(long long count, const T *x, View viewX, T *y, View viewY) { \
    unary<FUNCTION, T>(count, x, viewX, y, viewY); \
  }
#define UNARY_FLOATS(NAME, FUNCTION) \
  UNARY(NAME, FUNCTION, float32, float) \
  UNARY(NAME, FUNCTION, float64, double)

UNARY_FLOATS(negate, Negate)
UNARY_FLOATS(abs, Abs)
UNARY_FLOATS(exp, Exp)
UNARY_FLOATS(log, Log)
UNARY_FLOATS(sqrt, Sqrt)
UNARY_FLOATS(reciprocal, Reciprocal)
UNARY_FLOATS(relu, Relu)
UNARY_FLOATS(sigmoid, Sigmoid)
UNARY_FLOATS(tanh, Tanh)

#define BINARY(NAME, FUNCTION, TYPE, T, R) \
  ENTRY NAME##_##TYPE( \
      long long count, const T *a, View viewA, const T *b, View viewB, R *y, View viewY) { \
    binary<FUNCTION, T, R>(count, a, viewA, b, viewB, y, viewY); \
  }
#define BINARY_FLOATS(NAME, FUNCTION) \
  BINARY(NAME, FUNCTION, float32, float, float) \
  BINARY(NAME, FUNCTION, float64, double, double)
#define BINARY_NUMBERS(NAME, FUNCTION) \
  BINARY_FLOATS(NAME, FUNCTION) \
  BINARY(NAME, FUNCTION, int32, int, int) \
  BINARY(NAME, FUNCTION, int64, long long, long long) \
  BINARY(NAME, FUNCTION, uint8, Byte, Byte)
#define COMPARISON(NAME, FUNCTION) \
  BINARY(NAME, FUNCTION, float32, float, Byte) \
  BINARY(NAME, FUNCTION, float64, double, Byte) \
  BINARY(NAME, FUNCTION, int32, int, Byte) \
  BINARY(NAME, FUNCTION, int64, long long, Byte) \
  BINARY(NAME, FUNCTION, uint8, Byte, Byte)

BINARY_NUMBERS(add, Add)
BINARY_NUMBERS(subtract, Subtract)
BINARY_NUMBERS(multiply, Multiply)
BINARY_NUMBERS(divide, Divide)
BINARY_NUMBERS(maximum, Maximum)
BINARY_NUMBERS(minimum, Minimum)
COMPARISON(greater, Greater)
COMPARISON(greater_equal, GreaterEqual)
COMPARISON(equal, Equal)
BINARY_FLOATS(relu_gradient, ReluGradient)
BINARY_FLOATS(sigmoid_gradient, SigmoidGradient)
BINARY_FLOATS(tanh_gradient, TanhGradient)

/** y = scale * x + shift. */
template <class T>
DEVICE void affine(
    long long count, double scale, double shift, const T *x, const View &viewX, T *y,
    const View &viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    y[at[0]] = narrow<T>(scale * (double)x[at[1]] + shift);
  }
}

/** y = min(max(x, low), high). */
template <class T>
DEVICE void clampTo(
    long long count, double low, double high, const T *x, const View &viewX, T *y,
    const View &viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    y[at[0]] = narrow<T>(smaller(larger((double)x[at[1]], low), high));
  }
}

#define AFFINE_AND_CLAMP(TYPE, T) \
  ENTRY affine_##TYPE( \
      long long count, double scale, double shift, const T *x, View viewX, T *y, View viewY) { \
    affine<T>(count, scale, shift, x, viewX, y, viewY); \
  } \
  ENTRY clamp_##TYPE( \
      long long count, double low, double high, const T *x, View viewX, T *y, View viewY) { \
    clampTo<T>(count, low, high, x, viewX, y, viewY); \
  }
AFFINE_AND_CLAMP(float32, float)
AFFINE_AND_CLAMP(float64, double)
AFFINE_AND_CLAMP(int32, int)
AFFINE_AND_CLAMP(int64, long long)
AFFINE_AND_CLAMP(uint8, Byte)

/** y = step * min(max(rint(x / step), lowest), highest). */
template <class T>
DEVICE void roundTo(
    long long count, double step, double lowest, double highest, const T *x, const View &viewX,
    T *y, const View &viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    double level = __builtin_rint((double)x[at[1]] / step);
    y[at[0]] = narrow<T>(step * smaller(larger(level, lowest), highest));
  }
}

#define ROUND(TYPE, T) \
  ENTRY round_##TYPE( \
      long long count, double step, double lowest, double highest, const T *x, View viewX, T *y, \
      View viewY) { \
    roundTo<T>(count, step, lowest, highest, x, viewX, y, viewY); \
  }
ROUND(float32, float)
ROUND(float64, double)

/** y = condition ? a : b, for elements of one length in bytes. */
template <class T>
DEVICE void choose(
    long long count, const Byte *condition, const View &viewC, const T *a, const View &viewA,
    const T *b, const View &viewB, T *y, const View &viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[4] = {&viewY, &viewC, &viewA, &viewB};
    long long at[4];
    locate(views, i, at);
    y[at[0]] = condition[at[1]] != 0 ? a[at[2]] : b[at[3]];
  }
}

template <class T>
DEVICE void copy(long long count, const T *x, const View &viewX, T *y, const View &viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    y[at[0]] = x[at[1]];
  }
}

#define MOVES(BYTES, T) \
  ENTRY where_bytes##BYTES( \
      long long count, const Byte *condition, View viewC, const T *a, View viewA, const T *b, \
      View viewB, T *y, View viewY) { \
    choose<T>(count, condition, viewC, a, viewA, b, viewB, y, viewY); \
  } \
  ENTRY copy_bytes##BYTES(long long count, const T *x, View viewX, T *y, View viewY) { \
    copy<T>(count, x, viewX, y, viewY); \
  }
MOVES(1, Byte)
MOVES(2, unsigned short)
MOVES(4, unsigned)
MOVES(8, unsigned long long)

/** Copies between two element types; both by their number. */
ENTRY convert(
    long long count, int typeX, const void *x, View viewX, int typeY, void *y, View viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    const View *const views[2] = {&viewY, &viewX};
    long long at[2];
    locate(views, i, at);
    store(typeY, y, at[0], load(typeX, x, at[1]));
  }
}

/** Writes one value everywhere. */
ENTRY fill(long long count, double value, int type, void *y, View viewY) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    store(type, y, place(viewY, i), value);
  }
}

/**
 * What follows a convolution or a product (core.kernel.Epilogue), in place and row-major: adds the
 * bias of element i's channel (i / inner) % channels, adds the residual, applies ReLU. Null pointers
 * leave a part out.
 */
template <class T>
DEVICE void epilogue(
    long long count, int channels, long long inner, const T *bias, const T *residual, int relu,
    T *y) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    double value = y[i];
    if (bias) {
      value += bias[i / inner % channels];
    }
    if (residual) {
      value += residual[i];
    }
    y[i] = narrow<T>(relu ? larger(value, 0.0) : value);
  }
}

#define EPILOGUE(TYPE, T) \
  ENTRY epilogue_##TYPE( \
      long long count, int channels, long long inner, const T *bias, const T *residual, int relu, \
      T *y) { \
    epilogue<T>(count, channels, inner, bias, residual, relu, y); \
  }
EPILOGUE(float32, float)
EPILOGUE(float64, double)
