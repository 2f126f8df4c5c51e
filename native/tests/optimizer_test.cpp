#include "../kernels/optimizer.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("optimizer");
static Random dice(8);

/** Tensors of one parameter. */
template <class T>
struct Tensors {
  Buffer<T> value, gradient, state1, state2;

  explicit Tensors(long long n)
      : value(numbers<T>(n, dice, false)), gradient(numbers<T>(n, dice, false)),
        state1(numbers<T>(n, dice, false)), state2(n) {
    for (long long i = 0; i < n; i++) {
      state2[i] = (T)dice.uniform(0, 1);
    }
  }
};

static const std::vector<long long> SIZES = {3, 0, 4096, 1, 0, 9001, 64, 0};

/** The new values, the new first and the new second states of an element. */
struct Updated {
  double value, state1, state2;
};

template <class T>
static void test(
    const char *name, bool twoStates,
    const std::function<void(int, const Parameter<T> *, const long long *)> &kernel,
    const std::function<Updated(double, double, double, double)> &step) {
  std::vector<Tensors<T>> tensors;
  std::vector<long long> first = {0};
  long long all = 0;
  for (long long n : SIZES) {
    tensors.emplace_back(n);
    first.push_back(first.back() + (n + PIECE - 1) / PIECE);
    all += n;
  }
  Buffer<long long> firstPiece(first);
  Buffer<T> values(all);
  Buffer<T> states1(all);
  Buffer<T> states2(twoStates ? all : 0);
  std::vector<Parameter<T>> table;
  long long at = 0;
  for (size_t p = 0; p < SIZES.size(); p++) {
    table.push_back({values.data() + at, tensors[p].gradient.data(), states1.data() + at,
                     twoStates ? states2.data() + at : nullptr, SIZES[p]});
    at += SIZES[p];
  }
  run(family, name, [&](const Launcher &launch) {
    long long to = 0;
    for (size_t p = 0; p < SIZES.size(); p++) {
      for (long long i = 0; i < SIZES[p]; i++, to++) {
        values[to] = tensors[p].value[i];
        states1[to] = tensors[p].state1[i];
        if (twoStates) {
          states2[to] = tensors[p].state2[i];
        }
      }
    }
    launch(64, [&] { kernel((int)SIZES.size(), table.data(), firstPiece.data()); });
  }, values, states1, states2);
  at = 0;
  for (size_t p = 0; p < SIZES.size(); p++) {
    for (long long i = 0; i < SIZES[p]; i++, at++) {
      Tensors<T> &t = tensors[p];
      Updated want = step(t.value[i], t.gradient[i], t.state1[i], t.state2[i]);
      family.near(name, at, values[at], (T)want.value, 0);
      family.near(name, at, states1[at], (T)want.state1, 0);
      if (twoStates) {
        family.near(name, at, states2[at], (T)want.state2, 0);
      }
    }
  }
}

#define TEST(TYPE, T) \
  for (int flags = 0; flags < 4; flags++) { \
    bool nesterov = flags & 1; \
    bool initial = flags & 2; \
    test<T>( \
        "sgd", false, \
        [=](int n, const Parameter<T> *p, const long long *f) { \
          sgd_##TYPE(n, p, f, 0.01, 0.9, 1e-4, nesterov, initial); \
        }, \
        [=](double value, double gradient, double buffer, double) { \
          double g = gradient + 1e-4 * value; \
          double b = initial ? g : 0.9 * buffer + g; \
          return Updated{value - 0.01 * (nesterov ? g + 0.9 * b : b), b, 0}; \
        }); \
    bool decoupled = flags & 1; \
    double correction1 = 1 - std::pow(0.9, 3 + flags); \
    double correction2 = 1 - std::pow(0.999, 3 + flags); \
    test<T>( \
        "adam", true, \
        [=](int n, const Parameter<T> *p, const long long *f) { \
          adam_##TYPE(n, p, f, 0.001, 0.9, 0.999, 1e-8, 0.02, decoupled, correction1, \
                      correction2); \
        }, \
        [=](double value, double gradient, double m1, double m2) { \
          double v = decoupled ? value - 0.001 * 0.02 * value : value; \
          double g = decoupled ? gradient : gradient + 0.02 * value; \
          double n1 = 0.9 * m1 + (1 - 0.9) * g; \
          double n2 = 0.999 * m2 + (1 - 0.999) * g * g; \
          double direction = n1 / correction1 / (std::sqrt(n2 / correction2) + 1e-8); \
          return Updated{v - 0.001 * direction, n1, n2}; \
        }); \
  }

int main() {
  TEST(float32, float)
  TEST(float64, double)
  return family.finish();
}
