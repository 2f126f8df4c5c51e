package org.tucana.cuda.system;

import java.util.List;
import org.tucana.core.BackendDiagnosis.Device;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.CudaVersion;
import org.tucana.cuda.binding.Dnn;
import org.tucana.cuda.binding.DnnHandle;

/** Bindings to a pretended installation. */
record FakeBindings(boolean hasNatives, int cuda, int startCode, List<Device> devices, long cudnn)
    implements CudaBindings {
  static FakeBindings good() {
    return new FakeBindings(true, 13_000, 0, List.of(new Device("Fake 9000", 80L << 30)), 90_501);
  }

  FakeBindings withCuda(int version) {
    return new FakeBindings(hasNatives, version, startCode, devices, cudnn);
  }

  FakeBindings withStart(int code) {
    return new FakeBindings(hasNatives, cuda, code, devices, cudnn);
  }

  FakeBindings withoutDevices() {
    return new FakeBindings(hasNatives, cuda, startCode, List.of(), cudnn);
  }

  FakeBindings withCudnn(long version) {
    return new FakeBindings(hasNatives, cuda, startCode, devices, version);
  }

  FakeBindings withoutNatives() {
    return new FakeBindings(false, cuda, startCode, devices, cudnn);
  }

  @Override
  public String version() {
    return "Fake 1.0";
  }

  @Override
  public CudaDriver driver() {
    return new Driver();
  }

  @Override
  public Blas blas() {
    return new Blas() {
      @Override
      public CudaVersion version() {
        return new CudaVersion(12, 6, 4);
      }

      @Override
      public BlasHandle open(CudaContext context, CudaStream stream) {
        throw new UnsupportedOperationException("the fake computes nothing");
      }
    };
  }

  @Override
  public Dnn dnn() {
    return new Dnn() {
      @Override
      public CudaVersion version() {
        return CudaVersion.ofDnn(cudnn);
      }

      @Override
      public DnnHandle open(CudaContext context, CudaStream stream) {
        throw new UnsupportedOperationException("the fake computes nothing");
      }
    };
  }

  private final class Driver implements CudaDriver {
    @Override
    public CudaVersion version() {
      return CudaVersion.ofDriver(cuda);
    }

    @Override
    public int initialize() {
      return startCode;
    }

    @Override
    public String nameOf(int code) {
      return "CUDA_ERROR_NUMBER_" + code;
    }

    @Override
    public int deviceCount() {
      return devices.size();
    }

    @Override
    public Device device(int index) {
      return devices.get(index);
    }

    @Override
    public CudaContext open(int device) {
      throw new UnsupportedOperationException();
    }
  }
}
