#include <cstdio>
#include <cstring>

#include "../driver/software.h"
#include "../math/multiply.h"
#include "cublas.h"

namespace software {

namespace {
constexpr int ON_DEVICE = 1;

/** Whether all elements of stored matrices lie in a block of the device's memory. */
template <class T>
bool holds(const char *name, const Matrix<T> &matrix, long long rows, long long columns,
           long long count) {
  long long elements = (columns - 1) * matrix.leading + rows + (count - 1) * matrix.step;
  if (rows > 0 && columns > 0 && !softwareHolds(matrix.data, (size_t)elements * sizeof(T))) {
    std::fprintf(stderr, "software device: cuBLAS would leave the memory of matrix %s\n", name);
    return false;
  }
  return true;
}

template <bool tf32, class T>
void compute(const Product<T> &p, T alpha, T beta) {
  long depth = alpha == 0 ? 0 : p.depth;
  for (int n = 0; n < p.count; n++) {
    const T *a = p.a.data + n * p.a.step;
    const T *b = p.b.data + n * p.b.step;
    T *c = p.c.data + n * p.c.step;
    long aRow = p.a.transposed ? p.a.leading : 1;
    long aColumn = p.a.transposed ? 1 : p.a.leading;
    long bRow = p.b.transposed ? p.b.leading : 1;
    long bColumn = p.b.transposed ? 1 : p.b.leading;
    multiply(
        p.rows, p.columns, 0, depth,
        [=](long i, long k) { return factor<tf32>(a[i * aRow + k * aColumn]); },
        [=](long k, long j) { return factor<tf32>(b[k * bRow + j * bColumn]); },
        [=](long i, long j, double sum) {
          T &result = c[i + j * p.c.leading];
          double kept = beta == 0 ? 0 : (double)beta * (double)result;
          result = (T)((double)alpha * sum + kept);
        });
  }
}

/** Work memory is written to, so that a caller who keeps something else there finds out. */
void spoil(char *workspace, size_t bytes) {
  size_t end = bytes < 65536 ? bytes : 65536;
  if (workspace) {
    std::memset(workspace, 0xFF, end);
    std::memset(workspace + bytes - end, 0xFF, end);
  }
}
} // namespace

template <class T>
int queueProduct(const Blas &blas, const Product<T> &p) {
  long long aRows = p.a.transposed ? p.depth : p.rows;
  long long aColumns = p.a.transposed ? p.rows : p.depth;
  long long bRows = p.b.transposed ? p.columns : p.depth;
  long long bColumns = p.b.transposed ? p.depth : p.columns;
  if (p.rows < 0 || p.columns < 0 || p.depth < 0 || p.count < 0 || !p.alpha || !p.beta ||
      p.a.leading < std::max(1LL, aRows) || p.b.leading < std::max(1LL, bRows) ||
      p.c.leading < std::max(1, p.rows)) {
    return BLAS_INVALID_VALUE;
  }
  if (p.rows == 0 || p.columns == 0 || p.count == 0) {
    return BLAS_SUCCESS;
  }
  if (!holds("A", p.a, aRows, aColumns, p.count) || !holds("B", p.b, bRows, bColumns, p.count) ||
      !holds("C", p.c, p.rows, p.columns, p.count)) {
    return BLAS_EXECUTION_FAILED;
  }
  bool onDevice = blas.pointerMode == ON_DEVICE;
  T alpha = onDevice ? 0 : *p.alpha;
  T beta = onDevice ? 0 : *p.beta;
  int code = softwareQueue(blas.stream, [=] {
    spoil(blas.workspace, blas.workspaceBytes);
    T a = onDevice ? *p.alpha : alpha;
    T b = onDevice ? *p.beta : beta;
    p.tf32 ? compute<true>(p, a, b) : compute<false>(p, a, b);
  });
  return code ? BLAS_EXECUTION_FAILED : BLAS_SUCCESS;
}

template int queueProduct(const Blas &, const Product<float> &);
template int queueProduct(const Blas &, const Product<double> &);

} // namespace software
