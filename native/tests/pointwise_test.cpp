#include "../kernels/pointwise.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("pointwise");
static Random dice(1);

static const std::vector<Shape> SHAPES = {
    {}, {0}, {1}, {7}, {1021}, {2, 3}, {3, 0, 2}, {5, 1, 4}, {2, 3, 4, 5}, {2, 1, 2, 2, 1, 2, 2, 3}};

/** Calls a test with every shape, row-major and awkward. */
static void eachLayout(const std::function<void(const Shape &, bool)> &test) {
  for (const Shape &shape : SHAPES) {
    test(shape, false);
    test(shape, true);
  }
}

static Layout layoutOf(const Shape &shape, bool isAwkward, bool repeating) {
  return isAwkward ? awkward(shape, dice, repeating) : rowMajor(shape);
}

template <class T>
static void testUnary(const char *name, void (*kernel)(long long, const T *, View, T *, View),
                      double (*function)(double), bool exact) {
  eachLayout([&](const Shape &shape, bool isAwkward) {
    Layout x = layoutOf(shape, isAwkward, true);
    Layout y = layoutOf(shape, isAwkward, false);
    Buffer<T> from(numbers<T>(x.length, dice, true));
    Buffer<T> to(y.length);
    std::string what = name + text(shape);
    run(family, what, [&](const Launcher &launch) {
      launch(64, [&] { kernel(elements(shape), from.data(), x.view, to.data(), y.view); });
    }, to);
    for (long long i = 0; i < elements(shape); i++) {
      double want = (double)(T)function((double)from[at(x.view, i)]);
      double got = (double)to[at(y.view, i)];
      if (exact) {
        family.equal(what, i, got, want);
      } else {
        family.near(what, i, got, want, ROUNDING<T>);
      }
    }
  });
}

template <class T, class R>
static void testBinary(const char *name,
                       void (*kernel)(long long, const T *, View, const T *, View, R *, View),
                       double (*function)(double, double)) {
  eachLayout([&](const Shape &shape, bool isAwkward) {
    Layout a = layoutOf(shape, isAwkward, true);
    Layout b = layoutOf(shape, isAwkward, true);
    Layout y = layoutOf(shape, isAwkward, false);
    Buffer<T> left(numbers<T>(a.length, dice, true));
    Buffer<T> right(numbers<T>(b.length, dice, true));
    Buffer<R> to(y.length);
    std::string what = name + text(shape);
    run(family, what, [&](const Launcher &launch) {
      launch(64, [&] {
        kernel(elements(shape), left.data(), a.view, right.data(), b.view, to.data(), y.view);
      });
    }, to);
    for (long long i = 0; i < elements(shape); i++) {
      double want = (double)stored<R>(
          function((double)left[at(a.view, i)], (double)right[at(b.view, i)]));
      family.equal(what, i, (double)to[at(y.view, i)], want);
    }
  });
}

template <class T>
static void testTwoNumbers(const char *name,
                           void (*kernel)(long long, double, double, const T *, View, T *, View),
                           double (*function)(double, double, double)) {
  eachLayout([&](const Shape &shape, bool isAwkward) {
    Layout x = layoutOf(shape, isAwkward, true);
    Layout y = layoutOf(shape, isAwkward, false);
    Buffer<T> from(numbers<T>(x.length, dice, true));
    Buffer<T> to(y.length);
    std::string what = name + text(shape);
    run(family, what, [&](const Launcher &launch) {
      launch(64, [&] { kernel(elements(shape), -1.7, 2.3, from.data(), x.view, to.data(), y.view); });
    }, to);
    for (long long i = 0; i < elements(shape); i++) {
      double want = (double)stored<T>(function(-1.7, 2.3, (double)from[at(x.view, i)]));
      family.equal(what, i, (double)to[at(y.view, i)], want);
    }
  });
}

template <class T>
static void testRound(
    void (*kernel)(long long, double, double, double, const T *, View, T *, View)) {
  eachLayout([&](const Shape &shape, bool isAwkward) {
    Layout x = layoutOf(shape, isAwkward, true);
    Layout y = layoutOf(shape, isAwkward, false);
    Buffer<T> from(numbers<T>(x.length, dice, true));
    Buffer<T> to(y.length);
    std::string what = "round" + text(shape);
    run(family, what, [&](const Launcher &launch) {
      launch(64, [&] {
        kernel(elements(shape), 0.7, -3, 5, from.data(), x.view, to.data(), y.view);
      });
    }, to);
    for (long long i = 0; i < elements(shape); i++) {
      double level = std::nearbyint((double)from[at(x.view, i)] / 0.7);
      double want = (double)stored<T>(0.7 * javaMin(javaMax(level, -3), 5));
      family.equal(what, i, (double)to[at(y.view, i)], want);
    }
  });
}

template <class T>
static void testMoves(
    void (*whereKernel)(long long, const Byte *, View, const T *, View, const T *, View, T *, View),
    void (*copyKernel)(long long, const T *, View, T *, View)) {
  eachLayout([&](const Shape &shape, bool isAwkward) {
    Layout c = layoutOf(shape, isAwkward, true);
    Layout a = layoutOf(shape, isAwkward, true);
    Layout b = layoutOf(shape, isAwkward, true);
    Layout y = layoutOf(shape, isAwkward, false);
    Buffer<Byte> condition(c.length);
    for (long long i = 0; i < c.length; i++) {
      condition[i] = dice.below(2);
    }
    Buffer<T> left(numbers<T>(a.length, dice, true));
    Buffer<T> right(numbers<T>(b.length, dice, true));
    Buffer<T> chosen(y.length);
    Buffer<T> copied(y.length);
    std::string what = "moves" + text(shape);
    run(family, what, [&](const Launcher &launch) {
      launch(64, [&] {
        whereKernel(elements(shape), condition.data(), c.view, left.data(), a.view, right.data(),
                    b.view, chosen.data(), y.view);
      });
      launch(64, [&] { copyKernel(elements(shape), left.data(), a.view, copied.data(), y.view); });
    }, chosen, copied);
    for (long long i = 0; i < elements(shape); i++) {
      T l = left[at(a.view, i)];
      T r = right[at(b.view, i)];
      if (chosen[at(y.view, i)] != (condition[at(c.view, i)] ? l : r)) {
        family.fail("where" + text(shape));
      }
      if (copied[at(y.view, i)] != l) {
        family.fail("copy" + text(shape));
      }
    }
  });
}

/** Bits of half precision by search among all 65536: the nearest, of two the even one. */
static unsigned short nearestHalf(float v) {
  if (std::isnan(v)) {
    return 0x7E00;
  }
  int best = 0;
  double smallest = INFINITE;
  double size = std::fabs((double)v);
  for (int bits = 0; bits <= 0x7C00; bits++) { // infinite counts as 2^16 in rounding
    int exponent = bits >> 10;
    double value = exponent == 0 ? std::ldexp(bits, -24)
                                 : std::ldexp(1024 + (bits & 1023), exponent - 25);
    double distance = std::fabs(value - std::min(size, 65536.0));
    if (distance < smallest || (distance == smallest && (bits & 1) == 0)) {
      smallest = distance;
      best = bits;
    }
  }
  return (unsigned short)(best | (std::signbit(v) ? 0x8000 : 0));
}

/** Of the two floats without lower bits around a value the nearer, of two the even one. */
static double nearestBrainHalf(float v) {
  if (!std::isfinite(v)) {
    return v;
  }
  unsigned low = sameBits<unsigned>(v) & 0xFFFF0000u;
  double below = sameBits<float>(low);
  double above = sameBits<float>(low + 0x10000u);
  double toBelow = std::fabs(v - below);
  double toAbove = std::fabs(above - v);
  bool takesBelow = toBelow < toAbove || (toBelow == toAbove && (low & 0x10000u) == 0);
  return takesBelow ? below : above;
}

static void testHalves() {
  std::vector<float> values = {0,      -0.0f,   1,       65504,  65519.99f, 65520,   1e9f,
                               6.1e-5f, 6.0e-8f, 2.9e-8f, 2.98023224e-8f, 1e-30f, -3.14159f, 2049,
                               2051,   (float)NOT_A_NUMBER, (float)INFINITE, (float)-INFINITE};
  for (int i = 0; i < 300; i++) {
    values.push_back((float)std::ldexp(dice.uniform(-1, 1), dice.below(48) - 28));
  }
  long long count = (long long)values.size();
  View line = rowMajor({(int)count}).view;
  Buffer<float> from(values);
  Buffer<unsigned short> halves(count);
  Buffer<unsigned short> brains(count);
  Buffer<float> back(count);
  run(family, "halves", [&](const Launcher &launch) {
    launch(64, [&] { convert(count, FLOAT32, from.data(), line, FLOAT16, halves.data(), line); });
    launch(64, [&] { convert(count, FLOAT32, from.data(), line, BFLOAT16, brains.data(), line); });
    launch(64, [&] { convert(count, FLOAT16, halves.data(), line, FLOAT32, back.data(), line); });
  }, halves, brains, back);
  for (long long i = 0; i < count; i++) {
    unsigned short want = nearestHalf(values[i]);
    if (halves[i] != want && values[i] == values[i]) {
      family.fail("half of " + std::to_string(values[i]));
    }
    int exponent = (want >> 10) & 31;
    double value = exponent == 31 ? (want & 1023 ? NOT_A_NUMBER : INFINITE)
                   : exponent == 0 ? std::ldexp(want & 1023, -24)
                                   : std::ldexp(1024 + (want & 1023), exponent - 25);
    family.equal("half to float", i, back[i], want & 0x8000 ? -value : value);
    float brain = sameBits<float>((unsigned)brains[i] << 16);
    family.equal("bfloat16", i, brain, nearestBrainHalf(values[i]));
  }
}

static void testConvertAndFill() {
  Shape shape = {3, 4, 5};
  Layout x = awkward(shape, dice, false);
  Layout y = awkward(shape, dice, false);
  Buffer<double> from(numbers<double>(x.length, dice, true));
  from[at(x.view, 3)] = 1e300;
  from[at(x.view, 4)] = -1e300;
  Buffer<int> ints(y.length);
  Buffer<long long> longs(y.length);
  Buffer<Byte> bytes(y.length);
  Buffer<Byte> bools(y.length);
  Buffer<float> floats(y.length);
  Buffer<float> filled(y.length);
  run(family, "convert", [&](const Launcher &launch) {
    auto to = [&](int type, void *data) {
      launch(32, [&] { convert(60, FLOAT64, from.data(), x.view, type, data, y.view); });
    };
    to(INT32, ints.data());
    to(INT64, longs.data());
    to(UINT8, bytes.data());
    to(BOOL, bools.data());
    to(FLOAT32, floats.data());
    launch(32, [&] { fill(60, -2.5, FLOAT32, filled.data(), y.view); });
  }, ints, longs, bytes, bools, floats, filled);
  for (long long i = 0; i < 60; i++) {
    double v = from[at(x.view, i)];
    long long to = at(y.view, i);
    family.equal("to int32", i, ints[to], stored<int>(v));
    family.equal("to int64", i, (double)longs[to], (double)stored<long long>(v));
    family.equal("to uint8", i, bytes[to], stored<Byte>(v));
    family.equal("to bool", i, bools[to], v != 0);
    family.equal("to float32", i, floats[to], (float)v);
    family.equal("fill", i, filled[to], -2.5);
  }
}

template <class T>
static void testEpilogue(void (*kernel)(long long, int, long long, const T *, const T *, int, T *)) {
  for (int parts = 0; parts < 8; parts++) {
    int channels = 5;
    int inner = parts % 2 ? 7 : 1;
    long long count = 3LL * channels * inner;
    std::vector<T> start = numbers<T>(count, dice, true);
    Buffer<T> bias(numbers<T>(channels, dice, true));
    Buffer<T> residual(numbers<T>(count, dice, true));
    Buffer<T> y(count);
    bool hasBias = parts & 1;
    bool hasResidual = parts & 2;
    bool relu = parts & 4;
    run(family, "epilogue", [&](const Launcher &launch) {
      std::copy(start.begin(), start.end(), y.data());
      launch(32, [&] {
        kernel(count, channels, inner, hasBias ? bias.data() : nullptr,
               hasResidual ? residual.data() : nullptr, relu, y.data());
      });
    }, y);
    for (long long i = 0; i < count; i++) {
      double v = start[i];
      v += hasBias ? (double)bias[i / inner % channels] : 0;
      v += hasResidual ? (double)residual[i] : 0;
      family.near("epilogue", i, y[i], (T)(relu ? javaMax(v, 0) : v), 0);
    }
  }
}

/** Places beyond 2^31 elements, where divisions have 64 bits; no memory is touched. */
static void testLargeViews() {
  Layout large = awkward({3, 70000, 40000}, dice, false);
  for (long long i : {0LL, 2147483647LL, 2147483648LL, 5000000123LL, 3LL * 70000 * 40000 - 1}) {
    family.beginCase();
    family.equal("large view", i, (double)place(large.view, i), (double)at(large.view, i));
  }
}

#define TEST_UNARY(NAME, FUNCTION, EXACT) \
  testUnary<float>(#NAME, NAME##_float32, FUNCTION, EXACT); \
  testUnary<double>(#NAME, NAME##_float64, FUNCTION, EXACT)
#define TEST_FLOATS(NAME, FUNCTION) \
  testBinary<float, float>(#NAME, NAME##_float32, FUNCTION); \
  testBinary<double, double>(#NAME, NAME##_float64, FUNCTION)
#define TEST_NUMBERS(NAME, FUNCTION) \
  TEST_FLOATS(NAME, FUNCTION); \
  testBinary<int, int>(#NAME, NAME##_int32, FUNCTION); \
  testBinary<long long, long long>(#NAME, NAME##_int64, FUNCTION); \
  testBinary<Byte, Byte>(#NAME, NAME##_uint8, FUNCTION)
#define TEST_COMPARISON(NAME, FUNCTION) \
  testBinary<float, Byte>(#NAME, NAME##_float32, FUNCTION); \
  testBinary<double, Byte>(#NAME, NAME##_float64, FUNCTION); \
  testBinary<int, Byte>(#NAME, NAME##_int32, FUNCTION); \
  testBinary<long long, Byte>(#NAME, NAME##_int64, FUNCTION); \
  testBinary<Byte, Byte>(#NAME, NAME##_uint8, FUNCTION)
#define TEST_TWO(NAME, FUNCTION) \
  testTwoNumbers<float>(#NAME, NAME##_float32, FUNCTION); \
  testTwoNumbers<double>(#NAME, NAME##_float64, FUNCTION); \
  testTwoNumbers<int>(#NAME, NAME##_int32, FUNCTION); \
  testTwoNumbers<long long>(#NAME, NAME##_int64, FUNCTION); \
  testTwoNumbers<Byte>(#NAME, NAME##_uint8, FUNCTION)

int main() {
  TEST_UNARY(negate, [](double x) { return -x; }, true);
  TEST_UNARY(abs, [](double x) { return std::fabs(x); }, true);
  TEST_UNARY(exp, [](double x) { return std::exp(x); }, false);
  TEST_UNARY(log, [](double x) { return std::log(x); }, false);
  TEST_UNARY(sqrt, [](double x) { return std::sqrt(x); }, true);
  TEST_UNARY(reciprocal, [](double x) { return 1 / x; }, true);
  TEST_UNARY(relu, [](double x) { return javaMax(x, 0); }, true);
  TEST_UNARY(sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }, false);
  TEST_UNARY(tanh, [](double x) { return std::tanh(x); }, false);
  TEST_NUMBERS(add, [](double a, double b) { return a + b; });
  TEST_NUMBERS(subtract, [](double a, double b) { return a - b; });
  TEST_NUMBERS(multiply, [](double a, double b) { return a * b; });
  TEST_NUMBERS(divide, [](double a, double b) { return a / b; });
  TEST_NUMBERS(maximum, [](double a, double b) { return javaMax(a, b); });
  TEST_NUMBERS(minimum, [](double a, double b) { return javaMin(a, b); });
  TEST_COMPARISON(greater, [](double a, double b) { return a > b ? 1.0 : 0; });
  TEST_COMPARISON(greater_equal, [](double a, double b) { return a >= b ? 1.0 : 0; });
  TEST_COMPARISON(equal, [](double a, double b) { return a == b ? 1.0 : 0; });
  TEST_FLOATS(relu_gradient, [](double a, double b) { return b > 0 ? a : 0; });
  TEST_FLOATS(sigmoid_gradient, [](double a, double b) { return a * b * (1 - b); });
  TEST_FLOATS(tanh_gradient, [](double a, double b) { return a * (1 - b * b); });
  TEST_TWO(affine, [](double scale, double shift, double x) { return scale * x + shift; });
  TEST_TWO(clamp, [](double low, double high, double x) { return javaMin(javaMax(x, low), high); });
  testRound<float>(round_float32);
  testRound<double>(round_float64);
  testMoves<Byte>(where_bytes1, copy_bytes1);
  testMoves<unsigned short>(where_bytes2, copy_bytes2);
  testMoves<unsigned>(where_bytes4, copy_bytes4);
  testMoves<unsigned long long>(where_bytes8, copy_bytes8);
  testLargeViews();
  testHalves();
  testConvertAndFill();
  testEpilogue<float>(epilogue_float32);
  testEpilogue<double>(epilogue_float64);
  return family.finish();
}
