package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.cudaStream_t;
import org.tucana.core.type.RandomKey;
import org.tucana.cuda.binding.jcuda.JCudaBindings;

/** The first device by the calls of JCuda, with one stream; what it allocates ends with it. */
final class RawDevice implements AutoCloseable {
  private final CUdevice device = new CUdevice();
  private final CUstream stream = new CUstream();
  private final List<CUdeviceptr> blocks = new ArrayList<>();

  RawDevice() {
    JCudaBindings bindings = new JCudaBindings();
    bindings.driver().initialize();
    // Once each, so that the native halves are in place.
    bindings.blas();
    bindings.dnn();
    check(JCudaDriver.cuDeviceGet(device, 0));
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    check(JCudaDriver.cuCtxSetCurrent(context));
    check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  static void check(int code) {
    assertEquals(0, code);
  }

  CUstream stream() {
    return stream;
  }

  /** The stream as cuBLAS and cuDNN take it. */
  cudaStream_t runtimeStream() {
    return new cudaStream_t(stream);
  }

  /** Room for a number of bytes and for one at least. */
  CUdeviceptr empty(long bytes) {
    CUdeviceptr block = new CUdeviceptr();
    check(JCudaDriver.cuMemAlloc(block, Math.max(bytes, 1)));
    blocks.add(block);
    return block;
  }

  /** Numbers as elements of a type. */
  CUdeviceptr upload(boolean doubles, double... values) {
    CUdeviceptr block = empty((long) values.length * (doubles ? 8 : 4));
    Pointer host = doubles ? Pointer.to(values) : Pointer.to(floats(values));
    check(JCudaDriver.cuMemcpyHtoD(block, host, (long) values.length * (doubles ? 8 : 4)));
    return block;
  }

  double[] download(boolean doubles, CUdeviceptr block, int count) {
    double[] values = new double[count];
    if (doubles) {
      check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), block, 8L * count));
      return values;
    }
    float[] floats = new float[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(floats), block, 4L * count));
    for (int i = 0; i < count; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** A factor as cuBLAS and cuDNN take it. */
  static Pointer scalar(boolean doubles, double value) {
    return doubles ? Pointer.to(new double[] {value}) : Pointer.to(new float[] {(float) value});
  }

  /** Numbers from -1 to 1 that are exact in float32. */
  static double[] numbers(int count, String purpose) {
    var stream = new RandomKey(1, purpose, 0).stream();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) stream.nextDouble(-1, 1);
    }
    return values;
  }

  @Override
  public void close() {
    blocks.forEach(block -> check(JCudaDriver.cuMemFree(block)));
    check(JCudaDriver.cuStreamDestroy(stream));
    check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
  }
}
