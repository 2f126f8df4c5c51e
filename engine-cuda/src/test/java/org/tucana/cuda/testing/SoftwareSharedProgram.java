package org.tucana.cuda.testing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Int32;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.StructWriter;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Launches a chain of convolutions, all of whose sizes are 1, with so many bytes of shared memory.
 */
final class SoftwareSharedProgram {
  private static final int SIZES = 12;

  /** Numbers of packed filters. */
  private static final int FILTERS = 512;

  private SoftwareSharedProgram() {}

  public static void main(String[] arguments) {
    try (TestDevice device = new TestDevice()) {
      StructWriter sizes = new StructWriter(Integer.BYTES * SIZES);
      IntStream.range(0, SIZES).forEach(i -> sizes.number(i == SIZES - 1 ? 0 : 1));
      Address filters = ones(device, FILTERS);
      Address none = new Address(0);
      device
          .device()
          .launcher()
          .blocks(
              KernelFile.CHAIN,
              "chain_32_float32",
              1,
              128,
              Integer.parseInt(arguments[0]),
              sizes.struct(),
              ones(device, 1),
              filters,
              filters,
              filters,
              none,
              none,
              new Int32(0),
              ones(device, 1));
      System.out.println("launched");
    }
  }

  private static Address ones(TestDevice device, int count) {
    float[] values = new float[count];
    Arrays.fill(values, 1);
    return new Address(
        DeviceStorage.address(device.upload(HostTensor.of(Shape.of(count), values))));
  }
}
