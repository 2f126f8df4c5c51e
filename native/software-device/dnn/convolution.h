/* Convolutions and their gradients as products of matrices that are never written out. */
#pragma once

#include <atomic>
#include <vector>

#include "../math/multiply.h"
#include "algorithms.h"

namespace software {

/** The problem that descriptors tell; a status of cuDNN where they do not fit. */
int problemOf(const void *handle, const void *xDesc, const void *wDesc, const void *convolution,
              const void *yDesc, Problem &problem);

/** Whether products of this problem round their factors to TF32. */
bool usesTf32(const Problem &problem);

/** A tap of a filter: where it reads relative to the window's start, and its own place. */
struct Tap {
  int row;
  int column;
  long x;
  long w;
};

/** A result's place and where its window starts. */
struct Window {
  int row;
  int column;
  long x;
  long y;
};

/** The taps of filter 0 of a group, channel by channel. */
std::vector<Tap> tapsOf(const Problem &problem);

/** The windows of all results of channel 0, picture by picture. */
std::vector<Window> windowsOf(const Problem &problem);

/** What lies under a tap of a window; 0 in the padding. */
template <class T>
T under(const Tensor &x, const T *data, const Window &window, const Tap &tap) {
  int row = window.row + tap.row;
  int column = window.column + tap.column;
  bool inside = (unsigned)row < (unsigned)x.h() && (unsigned)column < (unsigned)x.w();
  return inside ? data[window.x + tap.x] : T(0);
}

/** Where an atomic summation breaks its sum this time. */
long breakOf(Summation summation, long depth);

/**
 * The sums over k of left(i, k) * right(k, j) by an algorithm's order, handed to store(i, j, sum).
 * An order that is not plain is a break: the parts before and after it are rounded and added in T.
 */
template <class T, class Left, class Right, class Store>
void sumProducts(Summation summation, long rows, long columns, long depth, const Left &left,
                 const Right &right, const Store &store) {
  long middle = breakOf(summation, depth);
  if (middle == 0) {
    multiply(rows, columns, 0, depth, left, right, store);
    return;
  }
  std::vector<T> first((size_t)(rows * columns));
  multiply(rows, columns, 0, middle, left, right,
           [&](long i, long j, double sum) { first[i * columns + j] = (T)sum; });
  multiply(rows, columns, middle, depth, left, right, [&](long i, long j, double sum) {
    store(i, j, (double)(T)(first[i * columns + j] + (T)sum));
  });
}

} // namespace software
