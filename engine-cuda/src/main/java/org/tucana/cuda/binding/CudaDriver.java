package org.tucana.cuda.binding;

import org.tucana.core.BackendDiagnosis.Device;

/** The driver: what devices there are, and a context on one of them. */
public interface CudaDriver {
  /** Result of {@link #initialize} where all is well. */
  int SUCCESS = 0;

  /** Result of {@link #initialize} where the library is the SDK's stub instead of the driver. */
  int STUB_LIBRARY = 34;

  /** Result of {@link #initialize} where there is no device. */
  int NO_DEVICE = 100;

  /** The newest CUDA that the driver runs; may be asked before initialisation. */
  CudaVersion version();

  /** Starts the driver: {@link #SUCCESS} or the driver's code of what is wrong. */
  int initialize();

  /** The driver's name of a code. */
  String nameOf(int code);

  int deviceCount();

  Device device(int index);

  /** Makes the device usable; several contexts of one device share its memory. */
  CudaContext open(int device);
}
