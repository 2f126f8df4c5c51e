/* Calls the forwarding library as the binding does: linked against version 12. */
#include <stdio.h>

int cublasGetProperty(int property, int *value);
int cublasDestroy_v2(void *handle);
int cublasSgemmStridedBatched(void *handle, int transA, int transB, int m, int n, int k,
                              const float *alpha, const float *a, int lda, long long strideA,
                              const float *b, int ldb, long long strideB, const float *beta,
                              float *c, int ldc, long long strideC, int count);

int main(void) {
  int value = -1;
  int status = cublasGetProperty(0, &value);
  printf("property %d %d\n", status, value);
  fflush(stdout);
  float alpha = 0.5f, beta = 0.25f, a = 1, b = 2, c = 3;
  status = cublasSgemmStridedBatched((void *)0x10, 1, 0, 2, 3, 4, &alpha, &a, 5, 6LL << 32, &b, 7,
                                     8, &beta, &c, 9, 10, 11);
  printf("gemm %d\n", status);
  printf("destroy %d\n", cublasDestroy_v2(NULL));
  return 0;
}
