package org.tucana.cuda.kernel;

import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;

/** What kernel families compute with; everything is queued in one stream. */
public record Device(
    Launcher launcher,
    DeviceMemory memory,
    BlasHandle blas,
    DnnHandle dnn,
    ConvolutionAlgorithms algorithms) {

  public Device(Launcher launcher, DeviceMemory memory, BlasHandle blas, DnnHandle dnn) {
    this(launcher, memory, blas, dnn, new ConvolutionAlgorithms(dnn));
  }

  /** The same device with scratch memory and results from another pool. */
  public Device with(DeviceMemory other) {
    return new Device(launcher, other, blas, dnn, algorithms);
  }

  /** Memory for one call. */
  Scratch scratch(String label) {
    return new Scratch(memory, label);
  }
}
