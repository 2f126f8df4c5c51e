/*
 * A libcublas.so.12 that passes calls on to libcublas.so.13. The binding is linked against version
 * 12; the functions below kept their declarations in version 13. No others are here: a call to one
 * of them ends the program by name instead of misreading its arguments.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

#define NEWER "libcublas.so.13"

/* Statuses of cublas_api.h. */
enum { NOT_INITIALIZED = 1, NOT_SUPPORTED = 15 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *newer;

static void load(void) {
  newer = dlopen(NEWER, RTLD_NOW | RTLD_LOCAL);
  if (!newer) {
    fprintf(stderr, "libcublas.so.12 (forwarding): %s; install cuBLAS 13 or take cuBLAS 12\n", dlerror());
  }
}

/* The function of that name; null where there is none, with a line that says so. */
static void *function(const char *name) {
  pthread_once(&once, load);
  if (!newer) {
    return NULL;
  }
  void *found = dlsym(newer, name);
  if (!found) {
    fprintf(stderr, "libcublas.so.12 (forwarding): " NEWER " has no %s\n", name);
  }
  return found;
}

/* A function NAME with declared arguments that calls its namesake with the same arguments. */
#define FORWARD(NAME, DECLARED, PASSED) \
  int NAME DECLARED { \
    int(*target) DECLARED = (int(*) DECLARED)function(#NAME); \
    return target ? target PASSED : newer ? NOT_SUPPORTED : NOT_INITIALIZED; \
  }

/* Enumerations are ints; handles and streams are pointers. */
typedef void *Handle;
typedef void *Stream;

FORWARD(cublasCreate_v2, (Handle *handle), (handle))
FORWARD(cublasDestroy_v2, (Handle handle), (handle))
FORWARD(cublasGetVersion_v2, (Handle handle, int *version), (handle, version))
FORWARD(cublasGetProperty, (int property, int *value), (property, value))
FORWARD(cublasSetStream_v2, (Handle handle, Stream stream), (handle, stream))
FORWARD(cublasSetWorkspace_v2, (Handle handle, void *workspace, size_t bytes), (handle, workspace, bytes))
FORWARD(cublasGetPointerMode_v2, (Handle handle, int *mode), (handle, mode))
FORWARD(cublasSetPointerMode_v2, (Handle handle, int mode), (handle, mode))
FORWARD(cublasSetAtomicsMode, (Handle handle, int mode), (handle, mode))
FORWARD(cublasSetMathMode, (Handle handle, int mode), (handle, mode))

FORWARD(cublasSgemm_v2,
        (Handle handle, int transA, int transB, int m, int n, int k, const float *alpha,
         const float *a, int lda, const float *b, int ldb, const float *beta, float *c, int ldc),
        (handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))

FORWARD(cublasDgemm_v2,
        (Handle handle, int transA, int transB, int m, int n, int k, const double *alpha,
         const double *a, int lda, const double *b, int ldb, const double *beta, double *c, int ldc),
        (handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))

FORWARD(cublasSgemmStridedBatched,
        (Handle handle, int transA, int transB, int m, int n, int k, const float *alpha,
         const float *a, int lda, long long strideA, const float *b, int ldb, long long strideB,
         const float *beta, float *c, int ldc, long long strideC, int count),
        (handle, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc,
         strideC, count))

FORWARD(cublasDgemmStridedBatched,
        (Handle handle, int transA, int transB, int m, int n, int k, const double *alpha,
         const double *a, int lda, long long strideA, const double *b, int ldb, long long strideB,
         const double *beta, double *c, int ldc, long long strideC, int count),
        (handle, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc,
         strideC, count))

FORWARD(cublasGemmEx,
        (Handle handle, int transA, int transB, int m, int n, int k, const void *alpha,
         const void *a, int typeA, int lda, const void *b, int typeB, int ldb, const void *beta,
         void *c, int typeC, int ldc, int compute, int algorithm),
        (handle, transA, transB, m, n, k, alpha, a, typeA, lda, b, typeB, ldb, beta, c, typeC, ldc,
         compute, algorithm))

FORWARD(cublasGemmStridedBatchedEx,
        (Handle handle, int transA, int transB, int m, int n, int k, const void *alpha,
         const void *a, int typeA, int lda, long long strideA, const void *b, int typeB, int ldb,
         long long strideB, const void *beta, void *c, int typeC, int ldc, long long strideC,
         int count, int compute, int algorithm),
        (handle, transA, transB, m, n, k, alpha, a, typeA, lda, strideA, b, typeB, ldb, strideB,
         beta, c, typeC, ldc, strideC, count, compute, algorithm))

/* Names of statuses are no calls of a handle: they return text. */
const char *cublasGetStatusString(int status) {
  const char *(*target)(int) = (const char *(*)(int))function("cublasGetStatusString");
  return target ? target(status) : "cuBLAS 13 is not there";
}
