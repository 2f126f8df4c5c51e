#include "../kernels/random.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("random");

/** Philox 4x32-10 by its paper: one block of four words from a counter and a key. */
static void philox(unsigned (&c)[4], unsigned k0, unsigned k1) {
  for (int round = 0; round < 10; round++) {
    unsigned long long a = 0xD2511F53ULL * c[0];
    unsigned long long b = 0xCD9E8D57ULL * c[2];
    unsigned next[4] = {(unsigned)(b >> 32) ^ c[1] ^ k0, (unsigned)b,
                        (unsigned)(a >> 32) ^ c[3] ^ k1, (unsigned)a};
    std::copy(next, next + 4, c);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

static unsigned bitsOf(Stream s, long long index) {
  unsigned long long block = (unsigned long long)index >> 2;
  unsigned c[4] = {(unsigned)block, (unsigned)(block >> 32), s.counter2, s.counter3};
  philox(c, s.key0, s.key1);
  return c[index & 3];
}

/** The known answers that the authors publish with their code. */
static void testKnownAnswers() {
  unsigned zeros[4] = {0, 0, 0, 0};
  philox(zeros, 0, 0);
  const unsigned wantZeros[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  unsigned pi[4] = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
  philox(pi, 0xa4093822, 0x299f31d0);
  const unsigned wantPi[4] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
  for (int i = 0; i < 4; i++) {
    family.equal("known answer", i, zeros[i], wantZeros[i]);
    family.equal("known answer of pi", i, pi[i], wantPi[i]);
  }
}

template <class T>
static void testNumbers(void (*uniformKernel)(long long, Stream, long long, double, double, T *),
                        void (*gaussianKernel)(long long, Stream, long long, double, double, T *)) {
  Stream s = {0x12345678, 0x9ABCDEF0, 7, 0xFFFFFFFF};
  for (long long first : {0LL, 1LL, 6LL, (1LL << 34) - 5, 1LL << 60}) {
    for (long long count : {0LL, 1LL, 7LL, 1021LL}) {
      Buffer<int> bits(count);
      Buffer<int> below(count);
      Buffer<T> uniforms(count);
      Buffer<T> gaussians(count);
      run(family, "random", [&](const Launcher &launch) {
        launch(64, [&] { random_bits(count, s, first, bits.data()); });
        launch(64, [&] { random_below(count, s, first, 1000, below.data()); });
        launch(64, [&] { uniformKernel(count, s, first, -2, 5, uniforms.data()); });
        launch(64, [&] { gaussianKernel(count, s, first, 0, 1, gaussians.data()); });
      }, bits, below, uniforms, gaussians);
      for (long long i = 0; i < count; i++) {
        unsigned want = bitsOf(s, first + i);
        family.equal("bits", i, bits[i], (int)want);
        family.equal("below", i, below[i], (double)((unsigned long long)want * 1000 >> 32));
        family.equal("uniform", i, uniforms[i], (T)(-2 + 7 * (want * 0x1p-32)));
        double u = (bitsOf(s, first + 2 * i) + 1.0) * 0x1p-32;
        double v = bitsOf(s, first + 2 * i + 1) * 0x1p-32;
        double radius = std::sqrt(-2 * std::log(u));
        family.near("gaussian", i, gaussians[i], (T)(radius * std::cos(2 * M_PI * v)),
                    ROUNDING<T>, radius);
      }
    }
  }
}

int main() {
  testKnownAnswers();
  testNumbers<float>(random_uniform_float32, random_gaussian_float32);
  testNumbers<double>(random_uniform_float64, random_gaussian_float64);
  return family.finish();
}
