package org.tucana.cuda;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.core.BackendDiagnosis.Device;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.CudaVersion;
import org.tucana.cuda.binding.Dnn;
import org.tucana.cuda.binding.MatrixProduct;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.testing.FakeContext;

class CudaBackendTest {
  @Test
  void aBackendThatDoesNotOpenKeepsNothing() {
    FakeContext context = new FakeContext(1 << 20);
    NotingBlas blas = new NotingBlas();
    BackendException failure = new BackendException("cuda: there is no cuDNN");
    assertSame(
        failure,
        assertThrows(
            BackendException.class, () -> CudaBackend.open(without(failure, context, blas), 0)));
    assertTrue(blas.closed);
    assertTrue(context.closed());
  }

  private static final class NotingBlas implements Blas, BlasHandle {
    private boolean closed;

    @Override
    public CudaVersion version() {
      return new CudaVersion(13, 0, 0);
    }

    @Override
    public BlasHandle open(CudaContext context, CudaStream stream) {
      return this;
    }

    @Override
    public void multiply(Precision precision, MatrixProduct product) {
      throw new UnsupportedOperationException("the fake computes nothing");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A device whose cuDNN does not open. */
  private static CudaBindings without(BackendException failure, CudaContext context, Blas blas) {
    return new CudaBindings() {
      @Override
      public String version() {
        return "Fake 1.0";
      }

      @Override
      public boolean hasNatives() {
        return true;
      }

      @Override
      public CudaDriver driver() {
        return new OneContext(context);
      }

      @Override
      public Blas blas() {
        return blas;
      }

      @Override
      public Dnn dnn() {
        throw failure;
      }
    };
  }

  private record OneContext(CudaContext context) implements CudaDriver {
    @Override
    public CudaVersion version() {
      return new CudaVersion(13, 0, 0);
    }

    @Override
    public int initialize() {
      return SUCCESS;
    }

    @Override
    public String nameOf(int code) {
      return "error " + code;
    }

    @Override
    public int deviceCount() {
      return 1;
    }

    @Override
    public Device device(int index) {
      return new Device("Fake 9000", 1 << 20);
    }

    @Override
    public CudaContext open(int device) {
      return context;
    }
  }
}
