/* Pooling. */
#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

#include "dnn.h"
#include "loops.h"

namespace software {

namespace {
/** The cells of a window along one side that lie in the input. */
struct Span {
  int from;
  int end;
};

Span spanOf(int at, int stride, int pad, int size, int inputs) {
  int from = at * stride - pad;
  return {std::max(from, 0), std::min(from + size, inputs)};
}

struct Problem {
  Pooling pooling;
  Tensor x;
  Tensor y;

  Span rows(int i) const {
    return spanOf(i, pooling.strideH, pooling.padH, pooling.windowH, x.h());
  }
  Span columns(int j) const {
    return spanOf(j, pooling.strideW, pooling.padW, pooling.windowW, x.w());
  }
  bool isMaximum() const {
    return pooling.mode == MAXIMUM || pooling.mode == DETERMINISTIC_MAXIMUM;
  }
  /** What the sum over a window is divided by. */
  double divisor(const Span &rows, const Span &columns) const {
    return pooling.mode == AVERAGE_WITH_PADDING
               ? (double)pooling.windowH * pooling.windowW
               : (double)(rows.end - rows.from) * (columns.end - columns.from);
  }
};

int problemOf(void *handle, void *poolingDesc, void *xDesc, void *yDesc, Problem &problem) {
  auto pooling = descriptor<Pooling>(poolingDesc);
  auto x = descriptor<Tensor>(xDesc);
  auto y = descriptor<Tensor>(yDesc);
  if (!dnnOf(handle) || !pooling || pooling->mode < 0 || !x || !y || x->rank != 4 ||
      y->rank != 4 || x->type != y->type) {
    return DNN_BAD_PARAM;
  }
  const Pooling &p = *pooling;
  int height = 1 + (x->h() + 2 * p.padH - p.windowH) / p.strideH;
  int width = 1 + (x->w() + 2 * p.padW - p.windowW) / p.strideW;
  if (y->n() != x->n() || y->c() != x->c() || y->h() != height || y->w() != width ||
      p.padH >= p.windowH || p.padW >= p.windowW) {
    return DNN_BAD_PARAM;
  }
  problem = {p, *x, *y};
  return isSupported(x->type) ? DNN_SUCCESS : DNN_NOT_SUPPORTED;
}

/** Where the largest value of a window lies, the first of several. */
template <class T>
long largestAt(const Problem &p, const T *x, int n, int c, const Span &rows, const Span &columns) {
  long best = -1;
  for (int i = rows.from; i < rows.end; i++) {
    for (int j = columns.from; j < columns.end; j++) {
      long at = p.x.at(n, c, i, j);
      bool isNan = std::isnan(x[at]);
      if (isNan && p.pooling.keepsNan) {
        return at;
      }
      if (best < 0 || x[at] > x[best] || (!isNan && std::isnan(x[best]))) {
        best = at;
      }
    }
  }
  return best;
}

template <class T>
void forward(const Problem &p, const T *x, T *y, double alpha, double beta) {
  eachElement(p.y, [&](int n, int c, int i, int j) {
    Span rows = p.rows(i);
    Span columns = p.columns(j);
    double result = 0;
    if (p.isMaximum()) {
      result = (double)x[largestAt(p, x, n, c, rows, columns)];
    } else {
      for (int a = rows.from; a < rows.end; a++) {
        for (int b = columns.from; b < columns.end; b++) {
          result += (double)x[p.x.at(n, c, a, b)];
        }
      }
      result /= p.divisor(rows, columns);
    }
    blend(y[p.y.at(n, c, i, j)], alpha, result, beta);
  });
}

/**
 * Adds what each window gives to the cells of its input, in sums of type S. The windows are taken
 * from number {@code first} on, around.
 */
template <class S, class T>
void backward(const Problem &p, const T *x, const T *dy, T *dx, double alpha, double beta,
              long first) {
  std::vector<S> sums((size_t)p.x.extent());
  long windows = (long)p.y.h() * p.y.w();
  for (int n = 0; n < p.y.n(); n++) {
    for (int c = 0; c < p.y.c(); c++) {
      for (long k = 0; k < windows; k++) {
        int i = (int)((first + k) % windows / p.y.w());
        int j = (int)((first + k) % windows % p.y.w());
        Span rows = p.rows(i);
        Span columns = p.columns(j);
        double gradient = (double)dy[p.y.at(n, c, i, j)];
        if (p.isMaximum()) {
          sums[largestAt(p, x, n, c, rows, columns)] += (S)gradient;
          continue;
        }
        for (int a = rows.from; a < rows.end; a++) {
          for (int b = columns.from; b < columns.end; b++) {
            sums[p.x.at(n, c, a, b)] += (S)(gradient / p.divisor(rows, columns));
          }
        }
      }
    }
  }
  eachElement(p.x, [&](int n, int c, int i, int j) {
    long at = p.x.at(n, c, i, j);
    blend(dx[at], alpha, (double)sums[at], beta);
  });
}
} // namespace

} // namespace software

using namespace software;

CALL int cudnnPoolingForward(void *handle, void *pooling, const void *alpha, void *xDesc,
                             const void *x, const void *beta, void *yDesc, void *y) {
  Problem p;
  if (int status = problemOf(handle, pooling, xDesc, yDesc, p)) {
    return status;
  }
  if (!holds("x", p.x, x) || !holds("y", p.y, y)) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, p.x.type);
  double b = scalar(beta, p.x.type);
  return queueIn(*dnnOf(handle), [=] {
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      forward(p, (const T *)x, (T *)y, a, b);
    });
  });
}

CALL int cudnnPoolingBackward(void *handle, void *pooling, const void *alpha, void *yDesc,
                              const void *y, void *dyDesc, const void *dy, void *xDesc,
                              const void *x, const void *beta, void *dxDesc, void *dx) {
  Problem p;
  if (int status = problemOf(handle, pooling, xDesc, dyDesc, p)) {
    return status;
  }
  auto yTensor = descriptor<Tensor>(yDesc);
  auto dxTensor = descriptor<Tensor>(dxDesc);
  // Tensors of one shape lie alike here; cuDNN has no kernels where they do not.
  auto alike = [](const std::shared_ptr<Tensor> &t, const Tensor &other) {
    return t && t->type == other.type && t->sameDims(other) &&
           std::equal(t->strides, t->strides + MOST_DIMENSIONS, other.strides);
  };
  if (!alike(yTensor, p.y) || !alike(dxTensor, p.x)) {
    return DNN_BAD_PARAM;
  }
  if (!holds("x", p.x, x) || !holds("y", p.y, y) || !holds("dy", p.y, dy) ||
      !holds("dx", p.x, dx)) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, p.x.type);
  double b = scalar(beta, p.x.type);
  return queueIn(*dnnOf(handle), [=] {
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      if (p.pooling.mode == MAXIMUM) {
        static std::atomic<long> calls{0}; // as atomic additions: another order in every call
        backward<T>(p, (const T *)x, (const T *)dy, (T *)dx, a, b, calls++);
      } else {
        backward<double>(p, (const T *)x, (const T *)dy, (T *)dx, a, b, 0);
      }
    });
  });
}
