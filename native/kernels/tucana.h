/*
 * What every kernel file needs of the device: its language without a CUDA SDK, strided views, the
 * element types with Java's conversions, and sums in a fixed order.
 *
 * For a GPU this is compiled by clang for NVPTX. For a machine without one the same files compile
 * as plain C++ against emulator/emulator.h, which supplies the same names.
 */
#pragma once

#if defined(__CUDA__)

#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))

static __device__ inline int threadIndex() { return __nvvm_read_ptx_sreg_tid_x(); }
static __device__ inline int blockIndex() { return __nvvm_read_ptx_sreg_ctaid_x(); }
static __device__ inline int blockThreads() { return __nvvm_read_ptx_sreg_ntid_x(); }
static __device__ inline int gridBlocks() { return __nvvm_read_ptx_sreg_nctaid_x(); }

/** Most threads of a block, and blocks that a multiprocessor has room for: their registers. */
#define __launch_bounds__(threads, blocks) __attribute__((launch_bounds(threads, blocks)))

/** Shared memory of a block, as much as its launch says; aligned to 16 bytes. */
#define SHARED_OF_LAUNCH(T, name) extern __shared__ __attribute__((aligned(16))) T name[]

/** All threads of a block arrive here before any goes on; must be reached by all of them. */
static __device__ inline void barrier() { __syncthreads(); }

/** Adds to a counter that threads share; whole numbers, so that the order does not matter. */
static __device__ inline void countUp(int *counter) { __nvvm_atom_add_gen_i(counter, 1); }

#else
#include "../emulator/emulator.h"
#endif

/** A kernel, found in the PTX by its name. */
#define ENTRY extern "C" __global__ void
#define DEVICE static MEMBER
#define MEMBER __device__ inline __attribute__((always_inline))

/** Most threads of a block; kernels that need a fixed number say so. */
constexpr int MOST_THREADS = 1024;

/** Threads of a block where a sum's order depends on them. */
constexpr int SUM_THREADS = 256;

/** The first element of a thread that walks all elements by steps of {@link #allThreads}. */
DEVICE long long firstElement() {
  return (long long)blockIndex() * blockThreads() + threadIndex();
}

DEVICE long long allThreads() { return (long long)gridBlocks() * blockThreads(); }

// ---------------------------------------------------------------------------------------- views

constexpr int MOST_AXES = 8;

/**
 * Where the elements of a tensor lie: element (i, j, ...) is at offset + i * strides[0] + j *
 * strides[1] + ... A stride of 0 repeats. Passed by value: 112 bytes, rank at 0, sizes at 4, offset
 * at 40, strides at 48.
 */
struct View {
  int rank;
  int sizes[MOST_AXES];
  int unused;
  long long offset;
  long long strides[MOST_AXES];
};
static_assert(sizeof(View) == 112, "callers write this layout byte by byte");

template <class Index, int N>
DEVICE void addAxes(const View *const (&views)[N], Index index, long long (&places)[N]) {
  const View &shape = *views[0];
  Index left = index;
  for (int axis = shape.rank - 1; axis > 0; axis--) {
    Index size = (Index)shape.sizes[axis];
    Index rest = left / size;
    long long at = (long long)(left - rest * size);
    left = rest;
    for (int n = 0; n < N; n++) {
      places[n] += at * views[n]->strides[axis];
    }
  }
  if (shape.rank > 0) {
    for (int n = 0; n < N; n++) {
      places[n] += (long long)left * views[n]->strides[0];
    }
  }
}

/**
 * Places of element {@code index}, counted row-major, of views that all have the shape of the
 * first. A view of one axis costs no division, so callers merge axes where they can.
 */
template <int N>
DEVICE void locate(const View *const (&views)[N], long long index, long long (&places)[N]) {
  for (int n = 0; n < N; n++) {
    places[n] = views[n]->offset;
  }
  if (index <= 0x7FFFFFFFLL) { // division of 32 bits is several times faster
    addAxes<unsigned>(views, (unsigned)index, places);
  } else {
    addAxes<unsigned long long>(views, (unsigned long long)index, places);
  }
}

DEVICE long long place(const View &view, long long index) {
  const View *const views[1] = {&view};
  long long places[1];
  locate(views, index, places);
  return places[0];
}

/**
 * Row-major planes of inputs and of outputs, N * C of them. Passed by value: 24 bytes, the sizes as
 * four ints, then the number of planes.
 */
struct Planes {
  int inputRows;
  int inputColumns;
  int outputRows;
  int outputColumns;
  long long planes;
};
static_assert(sizeof(Planes) == 24, "callers write this layout byte by byte");

/** Where element {@code index} of row-major planes lies. */
struct Cell {
  long long plane;
  int row;
  int column;
};

DEVICE Cell cell(long long index, int rows, int columns) {
  long long line = index / columns;
  return {line / rows, (int)(line % rows), (int)(index % columns)};
}

// -------------------------------------------------------------------------------- element types

typedef unsigned char Byte;

/** The types of an element by their number in a tensor's type (core.type.DType's order). */
enum Type { FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL, FLOAT16, BFLOAT16 };

/** Towards zero and to the nearest end of the range; NaN is 0. */
DEVICE int wholeNumber(double v) {
  if (v != v) {
    return 0;
  }
  if (v >= 2147483647.0) {
    return 2147483647;
  }
  return v <= -2147483648.0 ? -2147483647 - 1 : (int)v;
}

DEVICE long long longNumber(double v) {
  if (v != v) {
    return 0;
  }
  if (v >= 9223372036854775808.0) {
    return 9223372036854775807LL;
  }
  return v <= -9223372036854775808.0 ? -9223372036854775807LL - 1 : (long long)v;
}

/** A result in double as an element: floats to nearest, integers as {@link #wholeNumber}. */
template <class T>
DEVICE T narrow(double v);
template <>
MEMBER float narrow<float>(double v) {
  return (float)v;
}
template <>
MEMBER double narrow<double>(double v) {
  return v;
}
template <>
MEMBER int narrow<int>(double v) {
  return wholeNumber(v);
}
template <>
MEMBER long long narrow<long long>(double v) {
  return longNumber(v);
}
template <>
MEMBER Byte narrow<Byte>(double v) {
  return !(v > 0) ? 0 : v >= 255 ? 255 : (Byte)(int)v;
}

template <class To, class From>
DEVICE To sameBits(From from) {
  static_assert(sizeof(To) == sizeof(From), "bits of one length");
  To to;
  __builtin_memcpy(&to, &from, sizeof to);
  return to;
}

/** float16 to float32; exact. */
DEVICE float fromHalf(unsigned short half) {
  unsigned sign = (unsigned)(half & 0x8000) << 16;
  int exponent = (half >> 10) & 31;
  unsigned fraction = half & 0x3FF;
  if (exponent == 31) { // infinite, or NaN with its bits
    return sameBits<float>(sign | 0x7F800000u | fraction << 13);
  }
  if (exponent == 0) { // zero or subnormal: fraction * 2^-24
    float magnitude = (float)fraction * 5.9604644775390625e-8f;
    return sign ? -magnitude : magnitude;
  }
  return sameBits<float>(sign | (unsigned)(exponent + 112) << 23 | fraction << 13);
}

/** float32 to the nearest float16, ties to even; a NaN keeps its upper bits and becomes quiet. */
DEVICE unsigned short toHalf(float value) {
  unsigned bits = sameBits<unsigned>(value);
  unsigned sign = bits >> 16 & 0x8000;
  unsigned magnitude = bits & 0x7FFFFFFF;
  if (magnitude > 0x7F800000) {
    return (unsigned short)(sign | 0x7E00 | (magnitude >> 13 & 0x3FF));
  }
  if (magnitude >= 0x477FF000) { // from 65520 on: infinite
    return (unsigned short)(sign | 0x7C00);
  }
  if (magnitude < 0x38800000) { // below 2^-14: a multiple of 2^-24, found by adding 0.5
    float sum = sameBits<float>(magnitude) + 0.5f; // whose last place is worth 2^-24
    return (unsigned short)(sign | (sameBits<unsigned>(sum) - 0x3F000000u));
  }
  unsigned rounded = magnitude + 0xFFF + (magnitude >> 13 & 1);
  return (unsigned short)(sign | ((rounded - 0x38000000u) >> 13));
}

/** float32 to the nearest bfloat16, ties to even; NaN stays NaN. */
DEVICE unsigned short toBrainHalf(float value) {
  unsigned bits = sameBits<unsigned>(value);
  if (value != value) {
    return (unsigned short)(bits >> 16 | 0x40);
  }
  return (unsigned short)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

/** An element of any type as a double. */
DEVICE double load(int type, const void *data, long long at) {
  switch (type) {
    case FLOAT32:
      return ((const float *)data)[at];
    case FLOAT64:
      return ((const double *)data)[at];
    case INT32:
      return ((const int *)data)[at];
    case INT64:
      return (double)((const long long *)data)[at];
    case FLOAT16:
      return fromHalf(((const unsigned short *)data)[at]);
    case BFLOAT16:
      return sameBits<float>((unsigned)((const unsigned short *)data)[at] << 16);
    default:
      return ((const Byte *)data)[at];
  }
}

DEVICE void store(int type, void *data, long long at, double v) {
  switch (type) {
    case FLOAT32:
      ((float *)data)[at] = (float)v;
      break;
    case FLOAT64:
      ((double *)data)[at] = v;
      break;
    case INT32:
      ((int *)data)[at] = wholeNumber(v);
      break;
    case INT64:
      ((long long *)data)[at] = longNumber(v);
      break;
    case UINT8:
      ((Byte *)data)[at] = narrow<Byte>(v);
      break;
    case FLOAT16:
      ((unsigned short *)data)[at] = toHalf((float)v);
      break;
    case BFLOAT16:
      ((unsigned short *)data)[at] = toBrainHalf((float)v);
      break;
    default:
      ((Byte *)data)[at] = v != 0 ? 1 : 0;
      break;
  }
}

// --------------------------------------------------------------------------- Java's comparisons

/** Whether the sign is set, that of -0 too. */
DEVICE bool negative(float v) { return sameBits<int>(v) < 0; }
DEVICE bool negative(double v) { return sameBits<long long>(v) < 0; }

/** Java's Math.max: NaN wins, 0 is larger than -0. */
template <class A>
DEVICE A larger(A a, A b) {
  if (a != a || a > b) {
    return a;
  }
  return a == b && !negative(a) ? a : b;
}

/** Java's Math.min: NaN wins, -0 is smaller than 0. */
template <class A>
DEVICE A smaller(A a, A b) {
  if (a != a || a < b) {
    return a;
  }
  return a == b && negative(a) ? a : b;
}

/** Java's Math.clamp: NaN stays NaN. */
template <class A>
DEVICE A clamped(A value, A low, A high) {
  return smaller(high, larger(value, low));
}

DEVICE constexpr int smallerOf(int a, int b) { return a < b ? a : b; }
DEVICE int largerOf(int a, int b) { return a > b ? a : b; }

// --------------------------------------------------------------------------- sums in fixed order

struct Sum {
  static constexpr double START = 0;
  static MEMBER double of(double a, double b) { return a + b; }
};

struct Largest {
  static constexpr double START = -__builtin_inf();
  static MEMBER double of(double a, double b) { return larger(a, b); }
};

struct Smallest {
  static constexpr double START = __builtin_inf();
  static MEMBER double of(double a, double b) { return smaller(a, b); }
};

/**
 * Combines the values of {@code lanes} neighbouring threads, a power of two, in a fixed binary
 * tree; all of them get the result. Every thread of the block calls it.
 *
 * @param shared as many numbers as the block has threads, in shared memory
 */
template <class Combine>
DEVICE double combineLanes(double value, int lanes, double *shared) {
  int thread = threadIndex();
  int lane = thread & (lanes - 1);
  shared[thread] = value;
  barrier();
  for (int half = lanes / 2; half > 0; half /= 2) {
    if (lane < half) {
      shared[thread] = Combine::of(shared[thread], shared[thread + half]);
    }
    barrier();
  }
  double result = shared[thread - lane];
  barrier(); // before the next call overwrites it
  return result;
}

/** The sum of the values of the threads before this one; every thread of the block calls it. */
DEVICE int sumBefore(int value, int *shared) {
  int thread = threadIndex();
  shared[thread] = value;
  barrier();
  for (int distance = 1; distance < blockThreads(); distance *= 2) {
    int sum = shared[thread] + (thread >= distance ? shared[thread - distance] : 0);
    barrier();
    shared[thread] = sum;
    barrier();
  }
  int sum = shared[thread] - value;
  barrier();
  return sum;
}

/** The last of {@code count} rising starts that is not after {@code position}. */
DEVICE int lastStart(const long long *starts, int count, long long position) {
  int low = 0;
  int high = count - 1;
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (starts[middle] <= position) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
