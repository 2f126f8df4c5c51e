package org.tucana.cuda.binding.jcuda;

import jcuda.driver.CUdeviceptr;

/** A device address as JCuda wants it. */
final class DevicePointer extends CUdeviceptr {
  /** To be filled by JCuda. */
  DevicePointer() {}

  DevicePointer(long address) {
    super(new CUdeviceptr(), address);
  }

  long address() {
    return getNativePointer() + getByteOffset();
  }
}
