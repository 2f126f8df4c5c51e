package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Values.type;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.StructWriter;
import org.tucana.cuda.testing.TestDevice;

/** Random numbers against those of {@link Philox}. */
record RandomLaunches(TestDevice device, DType dtype) {
  private static final int COUNT = 1001;

  /** Not a multiple of 4, the numbers that Philox makes at once. */
  private static final long FIRST = (1L << 34) + 3;

  private static final RandomKey KEY =
      new RandomKey(0x0123456789ABCDEFL, "launches", (7L << 32) + 5);

  /** The structure {@code Stream} of random.cu: what Philox derives from a key. */
  private static KernelArgument stream() {
    long purpose = 0xcbf29ce484222325L;
    for (int i = 0; i < KEY.purpose().length(); i++) {
      purpose = (purpose ^ KEY.purpose().charAt(i)) * 0x100000001b3L;
    }
    long key = KEY.seed() ^ Long.rotateLeft(purpose, 17);
    return new StructWriter(16)
        .number((int) key)
        .number((int) (key >>> 32))
        .number((int) KEY.step())
        .number((int) (KEY.step() >>> 32) ^ (int) (purpose >>> 32))
        .struct();
  }

  void run() {
    Philox philox = KEY.stream();
    HostTensor bits = launch("random_bits", DType.INT32, FIRST);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(philox.bits(FIRST + i), (int) bits.get(i), "bits at " + i);
    }
    Philox walk = KEY.stream();
    HostTensor below = launch("random_below", DType.INT32, 0, number(1_000_003));
    for (int i = 0; i < COUNT; i++) {
      assertEquals(walk.nextInt(1_000_003), (int) below.get(i), "below at " + i);
    }
    walk = KEY.stream();
    HostTensor uniform =
        launch("random_uniform" + Arguments.suffix(dtype), dtype, 0, number(-2.0), number(5.0));
    for (int i = 0; i < COUNT; i++) {
      assertEquals(rounded(walk.nextDouble(-2, 5)), uniform.get(i), "uniform at " + i);
    }
    walk = KEY.stream();
    HostTensor gaussian =
        launch("random_gaussian" + Arguments.suffix(dtype), dtype, 0, number(3.0), number(2.0));
    for (int i = 0; i < COUNT; i++) {
      // The cosine is our own.
      assertEquals(
          3 + 2 * walk.nextGaussian(),
          gaussian.get(i),
          16 * Values.rounding(dtype),
          "gaussian at " + i);
    }
  }

  private double rounded(double value) {
    return dtype == DType.FLOAT32 ? (float) value : value;
  }

  private HostTensor launch(String kernel, DType result, long first, KernelArgument... settings) {
    Operand y = device.empty(type(result, COUNT));
    List<KernelArgument> arguments = new ArrayList<>();
    arguments.add(number((long) COUNT));
    arguments.add(stream());
    arguments.add(number(first));
    arguments.addAll(List.of(settings));
    arguments.add(address(y));
    device
        .device()
        .launcher()
        .each(KernelFile.RANDOM, kernel, COUNT, arguments.toArray(KernelArgument[]::new));
    return device.download(y);
  }
}
