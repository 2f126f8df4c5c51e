package org.tucana.cuda.binding.jcuda;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.tucana.core.BackendDiagnosis.Device;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaVersion;

/** The driver through JCuda. */
final class JCudaDriverBinding implements CudaDriver {
  private static final int LONGEST_NAME = 256;

  JCudaDriverBinding() {
    // Codes are read at each call; an exception of JCuda's would say less.
    JCudaDriver.setExceptionsEnabled(false);
  }

  static void check(String call, int code) {
    Results.check(call, code, JCudaDriverBinding::errorName);
  }

  private static String errorName(int code) {
    String[] name = new String[1];
    JCudaDriver.cuGetErrorName(code, name);
    return name[0] == null ? "an unknown error" : name[0];
  }

  @Override
  public CudaVersion version() {
    int[] number = new int[1];
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(number));
    return CudaVersion.ofDriver(number[0]);
  }

  @Override
  public int initialize() {
    return JCudaDriver.cuInit(0);
  }

  @Override
  public String nameOf(int code) {
    return errorName(code);
  }

  @Override
  public int deviceCount() {
    int[] count = new int[1];
    check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  @Override
  public Device device(int index) {
    CUdevice device = handle(index);
    byte[] name = new byte[LONGEST_NAME];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
    long[] bytes = new long[1];
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(bytes, device));
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new Device(new String(name, 0, length, StandardCharsets.UTF_8), bytes[0]);
  }

  @Override
  public CudaContext open(int device) {
    return new JCudaContext(handle(device));
  }

  private static CUdevice handle(int index) {
    CUdevice device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, index));
    return device;
  }
}
