package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.cuda.testing.RawDevice.check;
import static org.tucana.cuda.testing.RawDevice.numbers;
import static org.tucana.cuda.testing.RawDevice.scalar;

import jcuda.driver.CUdeviceptr;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The software device's cuBLAS against plain loops. */
class SoftwareBlasTest {
  private static final int NOT_INITIALIZED = 1;
  private static final int INVALID_VALUE = 7;
  private static final int EXECUTION_FAILED = 13;

  private RawDevice device;
  private cublasHandle handle;

  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
    device = new RawDevice();
    handle = new cublasHandle();
    check(JCublas2.cublasCreate(handle));
    check(JCublas2.cublasSetStream(handle, device.runtimeStream()));
  }

  @AfterEach
  void close() {
    if (device != null) {
      check(JCublas2.cublasDestroy(handle));
      device.close();
    }
  }

  /** Sizes of a product and how its matrices are stored; gaps are rows that belong to nobody. */
  private record Product(
      boolean doubles, int m, int n, int k, boolean transA, boolean transB, int gap, int count) {
    int lda() {
      return (transA ? k : m) + gap;
    }

    int ldb() {
      return (transB ? n : k) + gap;
    }

    int ldc() {
      return m + gap;
    }

    int stepA() {
      return lda() * (transA ? m : k);
    }

    int stepC() {
      return ldc() * n + 3;
    }

    int bytesB() {
      return ldb() * (transB ? k : n);
    }

    /** Sums in double, rounded once; all products read the same b. */
    double[] expected(double[] a, double[] b, double[] c, double alpha, double beta) {
      double[] result = c.clone();
      for (int p = 0; p < count; p++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int l = 0; l < k; l++) {
              sum +=
                  a[p * stepA() + (transA ? l + i * lda() : i + l * lda())]
                      * b[transB ? j + l * ldb() : l + j * ldb()];
            }
            int at = p * stepC() + i + j * ldc();
            double value = alpha * sum + (beta == 0 ? 0 : beta * c[at]);
            result[at] = doubles ? value : (float) value;
          }
        }
      }
      return result;
    }
  }

  private int run(
      Product p, CUdeviceptr a, CUdeviceptr b, CUdeviceptr c, double alpha, double beta) {
    int transA = p.transA ? 1 : 0;
    int transB = p.transB ? 1 : 0;
    return p.doubles
        ? JCublas2.cublasDgemmStridedBatched(
            handle,
            transA,
            transB,
            p.m,
            p.n,
            p.k,
            scalar(true, alpha),
            a,
            p.lda(),
            p.stepA(),
            b,
            p.ldb(),
            0,
            scalar(true, beta),
            c,
            p.ldc(),
            p.stepC(),
            p.count)
        : JCublas2.cublasSgemmStridedBatched(
            handle,
            transA,
            transB,
            p.m,
            p.n,
            p.k,
            scalar(false, alpha),
            a,
            p.lda(),
            p.stepA(),
            b,
            p.ldb(),
            0,
            scalar(false, beta),
            c,
            p.ldc(),
            p.stepC(),
            p.count);
  }

  private double[] compare(Product p, double alpha, double beta) {
    double[] a = numbers(p.stepA() * p.count, "a");
    double[] b = numbers(p.bytesB(), "b");
    double[] c = numbers(p.stepC() * p.count, "c");
    CUdeviceptr result = device.upload(p.doubles, c);
    check(run(p, device.upload(p.doubles, a), device.upload(p.doubles, b), result, alpha, beta));
    double[] got = device.download(p.doubles, result, c.length);
    double[] want = p.expected(a, b, c, alpha, beta);
    for (int i = 0; i < got.length; i++) {
      assertEquals(want[i], got[i], p + ", element " + i);
    }
    return got;
  }

  @Test
  void productsAreThoseOfPlainLoops() {
    for (boolean doubles : new boolean[] {false, true}) {
      for (boolean transA : new boolean[] {false, true}) {
        for (boolean transB : new boolean[] {false, true}) {
          compare(new Product(doubles, 13, 7, 31, transA, transB, 0, 1), 1, 0);
          compare(new Product(doubles, 3, 9, 5, transA, transB, 2, 4), 0.5, -2);
        }
      }
    }
    // Several blocks along each side.
    compare(new Product(false, 131, 259, 300, false, false, 1, 1), 1, 0);
    compare(new Product(false, 1, 1, 1, false, false, 0, 1), 2, 1);
  }

  @Test
  void emptyProductsDoWhatIsLeft() {
    compare(new Product(false, 4, 3, 0, false, false, 1, 1), 1, 0.5);
    compare(new Product(false, 0, 3, 2, false, false, 1, 1), 1, 0);
  }

  @Test
  void whatIsNotKeptIsNotRead() {
    Product p = new Product(false, 2, 2, 2, false, false, 0, 1);
    CUdeviceptr one = device.upload(false, 1, 0, 0, 1);
    CUdeviceptr fresh = device.empty(4L * p.stepC());
    check(run(p, one, one, fresh, 1, 0));
    assertEquals(1, device.download(false, fresh, 4)[0]);
    check(run(p, one, one, device.empty(4L * p.stepC()), 0, 0));
  }

  @Test
  void tf32RoundsFactorsOfFloatsOnRequest() {
    Product p = new Product(false, 1, 1, 1, false, false, 0, 1);
    double fine = 1 + Math.scalb(1.0, -20);
    double coarse = 1 + Math.scalb(1.0, -10);
    CUdeviceptr a = device.upload(false, fine * coarse);
    CUdeviceptr b = device.upload(false, 1);
    CUdeviceptr c = device.empty(4L * p.stepC());
    check(run(p, a, b, c, 1, 0));
    assertEquals((float) (fine * coarse), device.download(false, c, 1)[0]);
    check(JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_TF32_TENSOR_OP_MATH));
    check(run(p, a, b, c, 1, 0));
    assertEquals(coarse, device.download(false, c, 1)[0]);
    compare(new Product(true, 5, 5, 5, false, false, 0, 1), 1, 0);
  }

  @Test
  void workMemoryIsWrittenTo() {
    CUdeviceptr work = device.upload(false, numbers(256, "work"));
    check(JCublas2.cublasSetWorkspace(handle, work, 1024));
    compare(new Product(false, 2, 2, 2, false, false, 0, 1), 1, 0);
    assertTrue(Double.isNaN(device.download(false, work, 256)[255]));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    CUdeviceptr a = device.upload(false, 1, 2, 3, 4);
    assertEquals(INVALID_VALUE, sgemm(handle, a, 1));
    assertEquals(NOT_INITIALIZED, sgemm(new cublasHandle(), a, 2));
    assertEquals(EXECUTION_FAILED, sgemm(handle, a, 3), "the last column leaves the memory");
    assertNotEquals(0, JCublas2.cublasSetWorkspace(handle, a.withByteOffset(4), 8));
    check(sgemm(handle, a, 2));
  }

  private int sgemm(cublasHandle with, CUdeviceptr a, int lda) {
    CUdeviceptr c = device.empty(16);
    return JCublas2.cublasSgemm(
        with, 0, 0, 2, 2, 2, scalar(false, 1), a, lda, a, 2, scalar(false, 0), c, 2);
  }
}
