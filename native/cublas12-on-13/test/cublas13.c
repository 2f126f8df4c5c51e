/* A pretended libcublas.so.13, which prints what it is called with. */
#include <stdio.h>

int cublasGetProperty(int property, int *value) {
  int parts[] = {13, 1, 2};
  if (property < 0 || property > 2) {
    return 7;
  }
  *value = parts[property];
  return 0;
}

int cublasSgemmStridedBatched(void *handle, int transA, int transB, int m, int n, int k,
                              const float *alpha, const float *a, int lda, long long strideA,
                              const float *b, int ldb, long long strideB, const float *beta,
                              float *c, int ldc, long long strideC, int count) {
  printf("%p %d %d %d %d %d %g %g %d %lld %g %d %lld %g %g %d %lld %d\n", handle, transA, transB, m,
         n, k, *alpha, *a, lda, strideA, *b, ldb, strideB, *beta, *c, ldc, strideC, count);
  return 42;
}
