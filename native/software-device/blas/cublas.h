/* cuBLAS 13 as far as native/cublas12-on-13 passes calls on to it. */
#pragma once

#include <cstddef>
#include <functional>

#include "../driver/status.h"

namespace software {

/** Statuses of cublas_api.h. */
enum BlasStatus : int {
  BLAS_SUCCESS = 0,
  BLAS_NOT_INITIALIZED = 1,
  BLAS_INVALID_VALUE = 7,
  BLAS_EXECUTION_FAILED = 13,
  BLAS_NOT_SUPPORTED = 15,
};

/** How a handle computes. */
struct Blas {
  void *stream = nullptr;
  char *workspace = nullptr;
  size_t workspaceBytes = 0;
  int pointerMode = 0;
  int mathMode = 0;
};

/** A matrix in column-major order; {@code transposed} is whether the operation transposes it. */
template <class T>
struct Matrix {
  T *data;
  int leading;
  long long step;
  bool transposed;
};

/** c = alpha * op(a) * op(b) + beta * c, {@code count} times; op(a) is rows * depth. */
template <class T>
struct Product {
  int rows;
  int columns;
  int depth;
  int count;
  const T *alpha;
  Matrix<const T> a;
  Matrix<const T> b;
  const T *beta;
  Matrix<T> c;
  bool tf32;
};

/** Checks a product as cuBLAS does and queues it. */
template <class T>
int queueProduct(const Blas &blas, const Product<T> &product);

} // namespace software
