/*
 * What the tests of the kernels share: buffers that notice stray writes, awkward strides, launches in
 * several orders, and a tally of cases and errors that decides the exit status.
 */
#pragma once

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "../kernels/tucana.h"

namespace check {

constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();
constexpr double INFINITE = std::numeric_limits<double>::infinity();

/** A small generator of test data (xorshift); the same numbers in every run. */
class Random {
public:
  explicit Random(unsigned long long seed) : state(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  unsigned long long next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }

  int below(int bound) { return (int)((next() >> 33) % (unsigned)bound); }

  double uniform(double low, double high) {
    return low + (high - low) * ((double)(next() >> 11) * 0x1p-53);
  }

private:
  unsigned long long state;
};

/** Memory between two guards. All bytes are 0xFF at first: NaN, or -1 as a whole number. */
template <class T>
class Buffer {
public:
  explicit Buffer(long long size) : count(size), cells(size + 2 * GUARD) { poison(); }

  Buffer(const std::vector<T> &values) : Buffer((long long)values.size()) {
    std::copy(values.begin(), values.end(), data());
  }

  T *data() { return cells.data() + GUARD; }
  long long size() const { return count; }
  T &operator[](long long i) { return cells.at(GUARD + i); }
  void poison() { std::memset((void *)cells.data(), 0xFF, cells.size() * sizeof(T)); }

  bool isIntact() const {
    T guard;
    std::memset((void *)&guard, 0xFF, sizeof guard);
    for (int i = 0; i < GUARD; i++) {
      if (std::memcmp(&cells[i], &guard, sizeof guard) != 0 ||
          std::memcmp(&cells[GUARD + count + i], &guard, sizeof guard) != 0) {
        return false;
      }
    }
    return true;
  }

  std::string bytes() {
    return std::string((const char *)data(), (size_t)count * sizeof(T));
  }

private:
  static constexpr int GUARD = 64;
  long long count;
  std::vector<T> cells;
};

/** Cases, the largest error and the failures of one family; prints one line and the exit status. */
class Family {
public:
  explicit Family(const char *name) : name(name) {}

  void fail(const std::string &message) {
    if (failures++ < 10) {
      std::printf("%s: %s\n", name, message.c_str());
    }
  }

  void beginCase() { cases++; }

  /** The error is relative to the larger of |want| and {@code floor}. */
  void near(const std::string &what, long long i, double got, double want, double tolerance,
            double floor = 0) {
    if ((got != got && want != want) || got == want) {
      return;
    }
    double error = std::fabs(got - want) / std::max(std::fabs(want), floor);
    if (error > tolerance || !(error == error)) {
      char text[160];
      std::snprintf(text, sizeof text, " element %lld: expected %.17g, got %.17g (error %.3g)", i,
                    want, got, error);
      fail(what + text);
    } else {
      largest = std::max(largest, error);
    }
  }

  /** Equal up to the sign of zero. */
  void equal(const std::string &what, long long i, double got, double want) {
    near(what, i, got, want, 0);
    if (got == 0 && want == 0 && std::signbit(got) != std::signbit(want)) {
      fail(what + " element " + std::to_string(i) + ": the zeros differ in sign");
    }
  }

  int finish() const {
    std::printf("%-14s %5d cases, largest error %.2g%s\n", name, cases, largest,
                failures ? (", " + std::to_string(failures) + " FAILURES").c_str() : "");
    return failures ? 1 : 0;
  }

private:
  const char *name;
  int cases = 0;
  int failures = 0;
  double largest = 0;
};

/** How a case's kernels are launched this time. */
class Launcher {
public:
  Launcher(emulator::Order order, int blocks) : order(order), blocks(blocks) {}

  void operator()(int threads, const std::function<void()> &kernel) const {
    emulator::machine.launch(blocks, threads, order, kernel);
  }

  /** For kernels that are written for one block. */
  void one(int threads, const std::function<void()> &kernel) const {
    emulator::machine.launch(1, threads, order, kernel);
  }

private:
  emulator::Order order;
  int blocks;
};

/**
 * One case: runs its launches with threads in rising, falling and mixed order and with 3, 1 and 7
 * blocks. The outputs' bytes must not depend on that, and no guard may be touched.
 */
template <class... Outputs>
void run(Family &family, const std::string &what,
         const std::function<void(const Launcher &)> &launches, Outputs &...outputs) {
  family.beginCase();
  const Launcher ways[] = {{emulator::Order::RISING, 3},
                           {emulator::Order::FALLING, 1},
                           {emulator::Order::MIXED, 7}};
  std::string first;
  for (const Launcher &way : ways) {
    (outputs.poison(), ...);
    launches(way);
    std::string bytes = (std::string() + ... + outputs.bytes());
    if (&way == ways) {
      first = bytes;
    } else if (bytes != first) {
      family.fail(what + ": the bytes depend on the order of threads or blocks");
    }
    if (!(outputs.isIntact() && ...)) {
      family.fail(what + ": a write outside of an output");
    }
  }
}

typedef std::vector<int> Shape;

inline long long elements(const Shape &shape) {
  long long count = 1;
  for (int size : shape) {
    count *= size;
  }
  return count;
}

inline std::string text(const Shape &shape) {
  std::string s = "[";
  for (size_t i = 0; i < shape.size(); i++) {
    s += (i ? "," : "") + std::to_string(shape[i]);
  }
  return s + "]";
}

/** A view and how many elements the storage under it needs. */
struct Layout {
  View view;
  long long length;
};

/** Strides for the axes taken in an order, innermost last, with gaps from {@code steps}. */
inline Layout layout(const Shape &shape, const std::vector<int> &order,
                     const std::vector<int> &steps, long long offset) {
  Layout l = {};
  l.view.rank = (int)shape.size();
  l.view.offset = offset;
  long long step = 1;
  for (size_t i = order.size(); i-- > 0;) {
    int axis = order[i];
    l.view.sizes[axis] = shape[axis];
    l.view.strides[axis] = steps[axis] * step;
    step *= std::max(steps[axis], 1) * std::max(shape[axis], 1);
  }
  l.length = offset + step;
  return l;
}

inline Layout rowMajor(const Shape &shape) {
  std::vector<int> order(shape.size());
  for (size_t i = 0; i < order.size(); i++) {
    order[i] = (int)i;
  }
  return layout(shape, order, std::vector<int>(shape.size(), 1), 0);
}

/** Permuted axes, gaps, an offset and, where asked for, repeating axes. */
inline Layout awkward(const Shape &shape, Random &random, bool repeating) {
  std::vector<int> order(shape.size());
  std::vector<int> steps(shape.size());
  for (int i = 0; i < (int)order.size(); i++) {
    order[i] = i;
    std::swap(order[i], order[random.below(i + 1)]);
    steps[i] = repeating && random.below(3) == 0 ? 0 : 1 + random.below(2);
  }
  return layout(shape, order, steps, random.below(5));
}

/** Place of an element, counted row-major. */
inline long long at(const View &view, long long index) {
  long long place = view.offset;
  for (int axis = view.rank; axis-- > 0;) {
    place += index % view.sizes[axis] * view.strides[axis];
    index /= view.sizes[axis];
  }
  return place;
}

/** Numbers that are often equal, sometimes zeros of either sign, infinite or NaN. */
template <class T>
std::vector<T> numbers(long long count, Random &random, bool special) {
  std::vector<T> values(count);
  const double specials[] = {NOT_A_NUMBER, INFINITE, -INFINITE, 0.0, -0.0, 1, 1, 3e9};
  for (T &v : values) {
    if (std::numeric_limits<T>::is_integer) {
      v = (T)random.next();
      v = random.below(2) ? v : (T)random.below(9);
    } else {
      v = (T)random.uniform(-4, 4);
      if (special && random.below(6) == 0) {
        v = (T)specials[random.below(8)];
      }
    }
  }
  return values;
}

inline double javaMax(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) {
    return NOT_A_NUMBER;
  }
  return a == b ? (std::signbit(a) ? b : a) : std::fmax(a, b);
}

inline double javaMin(double a, double b) { return -javaMax(-a, -b); }

/** Storing a double as T: rounds floats, moves integers into their range, NaN to 0. */
template <class T>
T stored(double v) {
  typedef std::numeric_limits<T> Limits;
  if (!Limits::is_integer) {
    return (T)v;
  }
  if (std::isnan(v)) {
    return 0;
  }
  if (v >= (double)Limits::max()) {
    return Limits::max();
  }
  return v <= (double)Limits::min() ? Limits::min() : (T)v;
}

/** A float32 result is a double one rounded once, or its neighbour in rare cases. */
template <class T>
constexpr double ROUNDING = sizeof(T) == 4 ? 1.2e-7 : 9e-16;

} // namespace check
