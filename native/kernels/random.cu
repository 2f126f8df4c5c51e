/*
 * Random numbers: Philox 4x32 with ten rounds, the bits of core.type.Philox. Element i of a stream
 * depends on the stream's key and on i alone.
 */
#include "elementary.h"

/** A stream, as core.type.Philox derives it from a key. Passed by value: four ints. */
struct Stream {
  unsigned key0;
  unsigned key1;
  unsigned counter2;
  unsigned counter3;
};

/** The 32 bits of element {@code index}. */
DEVICE unsigned randomBits(Stream s, long long index) {
  unsigned long long block = (unsigned long long)index >> 2;
  unsigned c0 = (unsigned)block;
  unsigned c1 = (unsigned)(block >> 32);
  unsigned c2 = s.counter2;
  unsigned c3 = s.counter3;
  unsigned k0 = s.key0;
  unsigned k1 = s.key1;
  for (int round = 0; round < 10; round++) {
    unsigned long long p0 = (unsigned long long)c0 * 0xD2511F53u;
    unsigned long long p1 = (unsigned long long)c2 * 0xCD9E8D57u;
    c0 = (unsigned)(p1 >> 32) ^ c1 ^ k0;
    c2 = (unsigned)(p0 >> 32) ^ c3 ^ k1;
    c1 = (unsigned)p1;
    c3 = (unsigned)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  switch (index & 3) {
    case 0:
      return c0;
    case 1:
      return c1;
    case 2:
      return c2;
    default:
      return c3;
  }
}

constexpr double STEP = 1.0 / 4294967296.0; // 2^-32

/** y[i] = the bits of element first + i. */
ENTRY random_bits(long long count, Stream s, long long first, int *y) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    y[i] = (int)randomBits(s, first + i);
  }
}

/** y[i] = element first + i, uniform among 0 .. bound-1. */
ENTRY random_below(long long count, Stream s, long long first, int bound, int *y) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    y[i] = (int)((unsigned long long)randomBits(s, first + i) * (unsigned)bound >> 32);
  }
}

/** y[i] = element first + i, uniform in [low, high). */
template <class T>
DEVICE void uniform(long long count, Stream s, long long first, double low, double high, T *y) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    y[i] = narrow<T>(low + (high - low) * (randomBits(s, first + i) * STEP));
  }
}

/** y[i] = the normal number of elements first + 2 i and first + 2 i + 1 (Box and Muller). */
template <class T>
DEVICE void gaussian(
    long long count, Stream s, long long first, double mean, double deviation, T *y) {
  for (long long i = firstElement(); i < count; i += allThreads()) {
    double u = ((double)randomBits(s, first + 2 * i) + 1) * STEP;
    double v = randomBits(s, first + 2 * i + 1) * STEP;
    double standard = squareRoot(-2 * logarithm(u)) * cosineOfTurn(v);
    y[i] = narrow<T>(mean + deviation * standard);
  }
}

#define RANDOM(TYPE, T) \
  ENTRY random_uniform_##TYPE( \
      long long count, Stream s, long long first, double low, double high, T *y) { \
    uniform<T>(count, s, first, low, high, y); \
  } \
  ENTRY random_gaussian_##TYPE( \
      long long count, Stream s, long long first, double mean, double deviation, T *y) { \
    gaussian<T>(count, s, first, mean, deviation, y); \
  }
RANDOM(float32, float)
RANDOM(float64, double)
