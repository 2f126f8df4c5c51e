package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaBlas.check;

import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasAtomicsMode;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasPointerMode;
import jcuda.runtime.cudaStream_t;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.MatrixProduct;
import org.tucana.cuda.binding.MatrixProduct.Matrix;
import org.tucana.cuda.binding.Precision;

/**
 * A cuBLAS handle through JCublas. It calls what {@code native/cublas12-on-13} passes on, and
 * nothing else. The stream's lock is the handle's too: a call of another thread would else become
 * part of a capture.
 */
final class JCudaBlasHandle implements BlasHandle {
  /** What NVIDIA recommends for its largest devices. */
  private static final long WORK_BYTES = 32L << 20;

  private final JCudaContext context;
  private final JCudaStream stream;
  private final long work;
  private final cublasHandle handle = new cublasHandle();

  private JCudaBlasHandle(JCudaContext context, JCudaStream stream, long work) {
    this.context = context;
    this.stream = stream;
    this.work = work;
  }

  static JCudaBlasHandle open(JCudaContext context, JCudaStream stream) {
    JCublas2.setExceptionsEnabled(false);
    long work =
        context
            .allocate(WORK_BYTES)
            .orElseThrow(() ->
                new BackendException(
                    "cuda: there are no "
                        + (WORK_BYTES >> 20)
                        + " MiB of device memory for cuBLAS; end other programs on the device"));
    JCudaBlasHandle blas = new JCudaBlasHandle(context, stream, work);
    try {
      check("cublasCreate", JCublas2.cublasCreate(blas.handle));
    } catch (BackendException e) {
      context.free(work);
      throw e;
    }
    try {
      blas.prepare();
    } catch (BackendException e) {
      blas.close();
      throw e;
    }
    return blas;
  }

  private void prepare() {
    check(
        "cublasSetPointerMode",
        JCublas2.cublasSetPointerMode(handle, cublasPointerMode.CUBLAS_POINTER_MODE_HOST));
    check(
        "cublasSetAtomicsMode",
        JCublas2.cublasSetAtomicsMode(handle, cublasAtomicsMode.CUBLAS_ATOMICS_NOT_ALLOWED));
    check("cublasSetStream", JCublas2.cublasSetStream(handle, new cudaStream_t(stream.handle())));
    // After the stream, which takes work memory away. From a pool of cuBLAS's own, equal calls
    // could get different amounts and then add in another order.
    check(
        "cublasSetWorkspace",
        JCublas2.cublasSetWorkspace(handle, new DevicePointer(work), WORK_BYTES));
  }

  @Override
  public void multiply(Precision precision, MatrixProduct product) {
    stream.exclusively(() -> {
      if (product.count() == 1) {
        one(precision, product);
      } else {
        many(precision, product);
      }
    });
  }

  private void one(Precision precision, MatrixProduct p) {
    int type = type(precision);
    check(
        "cublasGemmEx",
        JCublas2.cublasGemmEx_new(
            handle,
            operation(p.a()),
            operation(p.b()),
            p.rows(),
            p.columns(),
            p.depth(),
            Scalars.one(precision),
            new DevicePointer(p.a().address()),
            type,
            p.a().leading(),
            new DevicePointer(p.b().address()),
            type,
            p.b().leading(),
            Scalars.zero(precision),
            new DevicePointer(p.c().address()),
            type,
            p.c().leading(),
            compute(precision),
            cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
  }

  private void many(Precision precision, MatrixProduct p) {
    int type = type(precision);
    check(
        "cublasGemmStridedBatchedEx",
        JCublas2.cublasGemmStridedBatchedEx_new(
            handle,
            operation(p.a()),
            operation(p.b()),
            p.rows(),
            p.columns(),
            p.depth(),
            Scalars.one(precision),
            new DevicePointer(p.a().address()),
            type,
            p.a().leading(),
            p.a().step(),
            new DevicePointer(p.b().address()),
            type,
            p.b().leading(),
            p.b().step(),
            Scalars.zero(precision),
            new DevicePointer(p.c().address()),
            type,
            p.c().leading(),
            p.c().step(),
            p.count(),
            compute(precision),
            cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
  }

  private static int operation(Matrix matrix) {
    return matrix.transposed() ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  private static int type(Precision precision) {
    return switch (precision) {
      case FLOAT32, TF32 -> cudaDataType.CUDA_R_32F;
      case FLOAT64 -> cudaDataType.CUDA_R_64F;
    };
  }

  private static int compute(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> cublasComputeType.CUBLAS_COMPUTE_32F;
      case TF32 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32;
      case FLOAT64 -> cublasComputeType.CUBLAS_COMPUTE_64F;
    };
  }

  @Override
  public void close() {
    try {
      stream.exclusively(() -> check("cublasDestroy", JCublas2.cublasDestroy(handle)));
    } finally {
      context.free(work);
    }
  }
}
