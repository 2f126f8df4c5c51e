/*
 * Selection by index (core.kernel.Indexing) and the k largest (core.kernel.Reduction.topK). A
 * tensor is [outer, length, inner] with the axis in the middle.
 */
#include "tucana.h"

/**
 * refused = the first position whose index is neither from 0 to length - 1 nor {@code allowed}, or
 * -1. One block. Callers refuse the call by it; the kernels below never leave the tensor.
 */
ENTRY check_indices(int count, const int *index, int length, int allowed, int *refused) {
  __shared__ int firsts[MOST_THREADS];
  int thread = threadIndex();
  int first = count;
  for (int i = thread; i < count && first == count; i += blockThreads()) {
    if ((index[i] < 0 || index[i] >= length) && index[i] != allowed) {
      first = i;
    }
  }
  firsts[thread] = first;
  barrier();
  if (thread == 0) {
    for (int t = 1; t < blockThreads(); t++) {
      first = smallerOf(first, firsts[t]);
    }
    *refused = first == count ? -1 : first;
  }
}

/** y[o, i, e] = x[o, index[i], e], for elements of one length in bytes; 0 for an index outside. */
template <class T>
DEVICE void select(
    long long outer, int length, long long inner, int chosen, const T *x, const int *index, T *y) {
  long long count = outer * chosen * inner;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    long long line = i / inner;
    int j = index[line % chosen];
    bool inside = j >= 0 && j < length;
    y[i] = inside ? x[(line / chosen * length + j) * inner + i % inner] : T(0);
  }
}

#define SELECT(BYTES, T) \
  ENTRY select_bytes##BYTES( \
      long long outer, int length, long long inner, int chosen, const T *x, const int *index, \
      T *y) { \
    select<T>(outer, length, inner, chosen, x, index, y); \
  }
SELECT(1, Byte)
SELECT(2, unsigned short)
SELECT(4, unsigned)
SELECT(8, unsigned long long)

// ------------------------------------------------------------------------------------------ sort

typedef unsigned long long Key;

/** Keys that a block sorts in shared memory. */
constexpr int TILE = 2048;
constexpr Key LAST_KEY = ~0ULL;

/** The keys to sort: (index << 32) | position, and LAST_KEY from {@code count} to {@code padded}. */
ENTRY sort_keys(int count, int padded, const int *index, Key *keys) {
  for (long long i = firstElement(); i < padded; i += allThreads()) {
    keys[i] = i < count ? (Key)(unsigned)index[i] << 32 | (Key)i : LAST_KEY;
  }
}

/** Puts the keys at i and i + distance in the order of their run: rising where i & run is 0. */
DEVICE void compareAndSwap(Key *keys, long long i, long long distance, bool rising) {
  Key a = keys[i];
  Key b = keys[i + distance];
  if (rising == (a > b)) {
    keys[i] = b;
    keys[i + distance] = a;
  }
}

/** The first of pair number {@code pair} at a distance, a power of two. */
DEVICE long long pairStart(long long pair, long long distance) {
  return (pair & ~(distance - 1)) * 2 + (pair & (distance - 1));
}

/**
 * Bitonic sort within tiles: all runs up to {@code run} elements from {@code firstRun} on, one tile
 * a block at a time. firstRun = 2 and run = TILE sort tiles; firstRun = run > TILE ends a merge.
 *
 * @param padded number of keys, a power of two
 */
ENTRY sort_tiles(long long padded, long long firstRun, long long lastRun, Key *keys) {
  __shared__ Key tile[TILE];
  int size = padded < TILE ? (int)padded : TILE;
  for (long long base = (long long)blockIndex() * size; base < padded;
       base += (long long)gridBlocks() * size) {
    for (int i = threadIndex(); i < size; i += blockThreads()) {
      tile[i] = keys[base + i];
    }
    barrier();
    for (long long run = firstRun; run <= lastRun && run <= padded; run *= 2) {
      for (int distance = (int)(run < size ? run : size) / 2; distance > 0; distance /= 2) {
        for (int pair = threadIndex(); pair < size / 2; pair += blockThreads()) {
          long long i = pairStart(pair, distance);
          compareAndSwap(tile, i, distance, ((base + i) & run) == 0);
        }
        barrier();
      }
    }
    for (int i = threadIndex(); i < size; i += blockThreads()) {
      keys[base + i] = tile[i];
    }
    barrier();
  }
}

/** One step of a merge whose pairs lie further apart than a tile. */
ENTRY sort_step(long long padded, long long run, long long distance, Key *keys) {
  for (long long pair = firstElement(); pair < padded / 2; pair += allThreads()) {
    long long i = pairStart(pair, distance);
    compareAndSwap(keys, i, distance, (i & run) == 0);
  }
}

/**
 * dx[o, j, e] += dy[o, i, e] for j = index[i], in the order of i. dx is 0 before. The keys are
 * sorted, so that all i of one j stand together in their order; the thread of the first adds them.
 */
template <class T>
DEVICE void selectGradient(
    long long outer, int length, long long inner, int chosen, const T *dy, const Key *keys,
    T *dx) {
  long long count = outer * chosen * inner;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    long long o = i / inner / chosen;
    long long e = i % inner;
    int at = (int)(i / inner % chosen);
    unsigned j = (unsigned)(keys[at] >> 32);
    if (j >= (unsigned)length || (at > 0 && (unsigned)(keys[at - 1] >> 32) == j)) {
      continue;
    }
    double sum = 0;
    for (int s = at; s < chosen && (unsigned)(keys[s] >> 32) == j; s++) {
      sum += (double)dy[(o * chosen + (unsigned)keys[s]) * inner + e];
    }
    dx[(o * length + j) * inner + e] = narrow<T>(sum);
  }
}

#define SELECT_GRADIENT(TYPE, T) \
  ENTRY select_gradient_##TYPE( \
      long long outer, int length, long long inner, int chosen, const T *dy, const Key *keys, \
      T *dx) { \
    selectGradient<T>(outer, length, inner, chosen, dy, keys, dx); \
  }
SELECT_GRADIENT(float32, float)
SELECT_GRADIENT(float64, double)

// ----------------------------------------------------------------------------------------- top k

/** A value as a number whose order is that of falling values: NaN first, 0 and -0 equal. */
DEVICE unsigned rankOf(float v) {
  if (v != v) {
    return 0;
  }
  unsigned bits = sameBits<unsigned>(v == 0 ? 0.0f : v);
  return bits & 0x80000000u ? bits : 0x7FFFFFFFu - bits;
}

DEVICE Key rankOf(double v) {
  if (v != v) {
    return 0;
  }
  Key bits = sameBits<Key>(v == 0 ? 0.0 : v);
  return bits & 0x8000000000000000ULL ? bits : 0x7FFFFFFFFFFFFFFFULL - bits;
}

/** Whether position i of a row comes before position j; NO_POSITION comes last. */
constexpr int NO_POSITION = 0x7FFFFFFF;

template <class T>
DEVICE bool comesBefore(const T *row, long long step, int i, int j) {
  if (i == NO_POSITION || j == NO_POSITION) {
    return i < j;
  }
  auto a = rankOf(row[i * step]);
  auto b = rankOf(row[j * step]);
  return a < b || (a == b && i < j);
}

/** What a block of top-k threads shares. */
struct Selection {
  int counts[256];
  int before[MOST_THREADS];
  int chosenDigit;
  int left;
};

/**
 * The k-th smallest rank of a row, digit by digit of 8 bits from the top: counts the ranks that
 * begin with the digits found so far by their next digit. On return shared.left is how many of the
 * ranks equal to it belong to the k smallest.
 */
template <class Rank, class T>
DEVICE Rank rankAt(const T *row, long long step, int n, int k, Selection &shared) {
  Rank found = 0;
  int left = k;
  for (int shift = (int)sizeof(Rank) * 8 - 8; shift >= 0; shift -= 8) {
    for (int i = threadIndex(); i < 256; i += blockThreads()) {
      shared.counts[i] = 0;
    }
    barrier();
    for (int i = threadIndex(); i < n; i += blockThreads()) {
      Rank rank = rankOf(row[i * step]);
      if (((rank ^ found) >> shift) < 256) {
        countUp(&shared.counts[(int)(rank >> shift) & 255]);
      }
    }
    barrier();
    if (threadIndex() == 0) {
      int digit = 0;
      while (left > shared.counts[digit]) {
        left -= shared.counts[digit++];
      }
      shared.chosenDigit = digit;
      shared.left = left;
    }
    barrier();
    found |= (Rank)shared.chosenDigit << shift;
    left = shared.left;
    barrier();
  }
  return found;
}

/** Writes the positions of the k smallest ranks of a row to {@code chosen}, rising. */
template <class Rank, class T>
DEVICE void choosePositions(
    const T *row, long long step, int n, int k, int *chosen, Selection &shared) {
  Rank limit = rankAt<Rank>(row, step, n, k, shared);
  int equalWanted = shared.left;
  // Each thread has a run of neighbouring positions, so that equal ranks are taken in order.
  int from = (int)((long long)n * threadIndex() / blockThreads());
  int end = (int)((long long)n * (threadIndex() + 1) / blockThreads());
  int smaller = 0;
  int equal = 0;
  for (int i = from; i < end; i++) {
    Rank rank = rankOf(row[i * step]);
    smaller += rank < limit;
    equal += rank == limit;
  }
  int smallerBefore = sumBefore(smaller, shared.before);
  int equalBefore = sumBefore(equal, shared.before);
  int at = smallerBefore + smallerOf(equalBefore, equalWanted);
  for (int i = from; i < end; i++) {
    Rank rank = rankOf(row[i * step]);
    if (rank < limit || (rank == limit && equalBefore < equalWanted)) {
      chosen[at++] = i;
    }
    equalBefore += rank == limit;
  }
}

/** Bitonic sort of positions by {@link #comesBefore}. */
template <class T>
DEVICE void sortPositions(const T *row, long long step, int padded, int *positions) {
  for (int run = 2; run <= padded; run *= 2) {
    for (int distance = run / 2; distance > 0; distance /= 2) {
      for (int pair = threadIndex(); pair < padded / 2; pair += blockThreads()) {
        int i = (int)pairStart(pair, distance);
        int a = positions[i];
        int b = positions[i + distance];
        if (((i & run) == 0) == comesBefore(row, step, b, a)) {
          positions[i] = b;
          positions[i + distance] = a;
        }
      }
      barrier();
    }
  }
}

/**
 * The k largest of each row in falling order and their positions; one block a row at a time.
 *
 * @param padded the power of two from k on, at least 1
 * @param scratch rows x padded numbers
 */
template <class Rank, class T>
DEVICE void topK(
    int rows, int n, int k, int padded, const T *x, const View &viewX, long long stepX, T *values,
    int *indices, int *scratch) {
  __shared__ Selection shared;
  for (int r = blockIndex(); r < rows; r += gridBlocks()) {
    const T *row = x + place(viewX, r);
    int *positions = scratch + (long long)r * padded;
    for (int i = threadIndex(); i < padded; i += blockThreads()) {
      positions[i] = i < n && k == n ? i : NO_POSITION;
    }
    barrier();
    if (k > 0 && k < n) {
      choosePositions<Rank>(row, stepX, n, k, positions, shared);
    }
    barrier();
    sortPositions(row, stepX, padded, positions);
    for (int i = threadIndex(); i < k; i += blockThreads()) {
      values[(long long)r * k + i] = row[positions[i] * stepX];
      indices[(long long)r * k + i] = positions[i];
    }
    barrier();
  }
}

#define TOP_K(TYPE, T, RANK) \
  ENTRY top_k_##TYPE( \
      int rows, int n, int k, int padded, const T *x, View viewX, long long stepX, T *values, \
      int *indices, int *scratch) { \
    topK<RANK, T>(rows, n, k, padded, x, viewX, stepX, values, indices, scratch); \
  }
TOP_K(float32, float, unsigned)
TOP_K(float64, double, Key)
