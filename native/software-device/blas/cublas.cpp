#include "cublas.h"

#include <cstdint>

#include "../driver/registry.h"
#include "../driver/software.h"

namespace software {

namespace {
constexpr int VERSION[] = {13, 1, 2};

enum Math { DEFAULT_MATH, TENSOR_OP_MATH, PEDANTIC_MATH, TF32_MATH };
constexpr int DISALLOW_REDUCED_REDUCTION = 16;

/** Of library_types.h. */
enum ElementType { FLOAT32 = 0, FLOAT64 = 1 };

/** Of cublas_api.h. */
enum ComputeType {
  COMPUTE_FLOAT32 = 68,
  COMPUTE_FLOAT32_PEDANTIC = 69,
  COMPUTE_FLOAT64 = 70,
  COMPUTE_FLOAT64_PEDANTIC = 71,
  COMPUTE_FLOAT32_BY_TF32 = 77,
};

constexpr int MOST_TRANSPOSITIONS = 2; // none, transpose, conjugate transpose

Registry<Blas> &handles() {
  static Registry<Blas> &all = *new Registry<Blas>;
  return all;
}

bool usesTf32(const Blas &blas) { return (blas.mathMode & ~DISALLOW_REDUCED_REDUCTION) == TF32_MATH; }

template <class T>
int product(void *handle, int transA, int transB, int m, int n, int k, const T *alpha, const T *a,
            int lda, long long strideA, const T *b, int ldb, long long strideB, const T *beta, T *c,
            int ldc, long long strideC, int count, int compute = COMPUTE_FLOAT32) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  if (!blas) {
    return BLAS_NOT_INITIALIZED;
  }
  if (transA < 0 || transA > MOST_TRANSPOSITIONS || transB < 0 || transB > MOST_TRANSPOSITIONS) {
    return BLAS_INVALID_VALUE;
  }
  return queueProduct<T>(*blas, {m, n, k, count, alpha, {a, lda, strideA, transA != 0},
                                 {b, ldb, strideB, transB != 0}, beta, {c, ldc, strideC, false},
                                 compute == COMPUTE_FLOAT32_BY_TF32 ||
                                     (compute == COMPUTE_FLOAT32 && usesTf32(*blas))});
}
} // namespace

} // namespace software

using namespace software;

CALL int cublasCreate_v2(void **handle) {
  *handle = handles().add(std::make_shared<Blas>());
  return BLAS_SUCCESS;
}

CALL int cublasDestroy_v2(void *handle) {
  return handles().remove(handle) ? BLAS_SUCCESS : BLAS_NOT_INITIALIZED;
}

CALL int cublasGetVersion_v2(void *handle, int *version) {
  *version = VERSION[0] * 10000 + VERSION[1] * 100 + VERSION[2];
  return handles().find(handle) ? BLAS_SUCCESS : BLAS_NOT_INITIALIZED;
}

CALL int cublasGetProperty(int property, int *value) {
  if (property < 0 || property > 2) {
    return BLAS_INVALID_VALUE;
  }
  *value = VERSION[property];
  return BLAS_SUCCESS;
}

CALL const char *cublasGetStatusString(int status) {
  switch (status) {
    case BLAS_SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case BLAS_NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case BLAS_INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case BLAS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case BLAS_NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "unknown error";
  }
}

/** As cuBLAS does, this takes the workspace away. */
CALL int cublasSetStream_v2(void *handle, void *stream) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  if (!blas) {
    return BLAS_NOT_INITIALIZED;
  }
  blas->stream = stream;
  blas->workspace = nullptr;
  blas->workspaceBytes = 0;
  return BLAS_SUCCESS;
}

CALL int cublasSetWorkspace_v2(void *handle, void *workspace, size_t bytes) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  if (!blas) {
    return BLAS_NOT_INITIALIZED;
  }
  if ((uintptr_t)workspace % 256 != 0 || (workspace && !softwareHolds(workspace, bytes))) {
    return BLAS_INVALID_VALUE;
  }
  blas->workspace = (char *)workspace;
  blas->workspaceBytes = bytes;
  return BLAS_SUCCESS;
}

CALL int cublasGetPointerMode_v2(void *handle, int *mode) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  *mode = blas ? blas->pointerMode : 0;
  return blas ? BLAS_SUCCESS : BLAS_NOT_INITIALIZED;
}

CALL int cublasSetPointerMode_v2(void *handle, int mode) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  if (!blas || mode < 0 || mode > 1) {
    return blas ? BLAS_INVALID_VALUE : BLAS_NOT_INITIALIZED;
  }
  blas->pointerMode = mode;
  return BLAS_SUCCESS;
}

/** Nothing here is added atomically, so either mode is right. */
CALL int cublasSetAtomicsMode(void *handle, int mode) {
  bool known = mode == 0 || mode == 1;
  return !handles().find(handle) ? BLAS_NOT_INITIALIZED : known ? BLAS_SUCCESS : BLAS_INVALID_VALUE;
}

CALL int cublasSetMathMode(void *handle, int mode) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  int kind = mode & ~DISALLOW_REDUCED_REDUCTION;
  if (!blas || kind < DEFAULT_MATH || kind > TF32_MATH) {
    return blas ? BLAS_INVALID_VALUE : BLAS_NOT_INITIALIZED;
  }
  blas->mathMode = mode;
  return BLAS_SUCCESS;
}

CALL int cublasSgemm_v2(void *handle, int transA, int transB, int m, int n, int k,
                        const float *alpha, const float *a, int lda, const float *b, int ldb,
                        const float *beta, float *c, int ldc) {
  return product(handle, transA, transB, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

CALL int cublasDgemm_v2(void *handle, int transA, int transB, int m, int n, int k,
                        const double *alpha, const double *a, int lda, const double *b, int ldb,
                        const double *beta, double *c, int ldc) {
  return product(handle, transA, transB, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

CALL int cublasSgemmStridedBatched(void *handle, int transA, int transB, int m, int n, int k,
                                   const float *alpha, const float *a, int lda, long long strideA,
                                   const float *b, int ldb, long long strideB, const float *beta,
                                   float *c, int ldc, long long strideC, int count) {
  return product(handle, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c,
                 ldc, strideC, count);
}

CALL int cublasDgemmStridedBatched(void *handle, int transA, int transB, int m, int n, int k,
                                   const double *alpha, const double *a, int lda,
                                   long long strideA, const double *b, int ldb, long long strideB,
                                   const double *beta, double *c, int ldc, long long strideC,
                                   int count) {
  return product(handle, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c,
                 ldc, strideC, count);
}

CALL int cublasGemmStridedBatchedEx(void *handle, int transA, int transB, int m, int n, int k,
                                    const void *alpha, const void *a, int typeA, int lda,
                                    long long strideA, const void *b, int typeB, int ldb,
                                    long long strideB, const void *beta, void *c, int typeC,
                                    int ldc, long long strideC, int count, int compute,
                                    int /* algorithm */) {
  bool oneType = typeA == typeB && typeB == typeC;
  if (oneType && typeC == FLOAT64 &&
      (compute == COMPUTE_FLOAT64 || compute == COMPUTE_FLOAT64_PEDANTIC)) {
    return product(handle, transA, transB, m, n, k, (const double *)alpha, (const double *)a, lda,
                   strideA, (const double *)b, ldb, strideB, (const double *)beta, (double *)c, ldc,
                   strideC, count);
  }
  if (oneType && typeC == FLOAT32 &&
      (compute == COMPUTE_FLOAT32 || compute == COMPUTE_FLOAT32_PEDANTIC ||
       compute == COMPUTE_FLOAT32_BY_TF32)) {
    return product(handle, transA, transB, m, n, k, (const float *)alpha, (const float *)a, lda,
                   strideA, (const float *)b, ldb, strideB, (const float *)beta, (float *)c, ldc,
                   strideC, count, compute);
  }
  return BLAS_NOT_SUPPORTED;
}

CALL int cublasGemmEx(void *handle, int transA, int transB, int m, int n, int k, const void *alpha,
                      const void *a, int typeA, int lda, const void *b, int typeB, int ldb,
                      const void *beta, void *c, int typeC, int ldc, int compute, int algorithm) {
  return cublasGemmStridedBatchedEx(handle, transA, transB, m, n, k, alpha, a, typeA, lda, 0, b,
                                    typeB, ldb, 0, beta, c, typeC, ldc, 0, 1, compute, algorithm);
}
