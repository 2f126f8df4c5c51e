package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tucana.core.Memory;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.testing.SoftwareDevice;
import org.tucana.cuda.testing.TestDevice;

/**
 * A family of kernels on a device beside the reference backend's.
 *
 * @param <F> the family
 */
final class AgainstReference<F> implements AutoCloseable {
  private final ReferenceBackend reference = new ReferenceBackend();
  private final F expected;
  private final TestDevice device;
  private final F family;

  /** Skips the test where there is no device. */
  AgainstReference(Function<Kernels, F> ofReference, Function<Device, F> ofDevice) {
    SoftwareDevice.assumeDevice();
    expected = ofReference.apply(reference.kernels());
    device = new TestDevice();
    family = ofDevice.apply(device.device());
  }

  /** A call of one kernel. */
  @FunctionalInterface
  interface Call<F> {
    void run(F family, List<Operand> in, List<Operand> out);
  }

  F family() {
    return family;
  }

  TestDevice device() {
    return device;
  }

  /**
   * Fails where an output differs by more than so much of 1 or of its magnitude; for 0, where any
   * bit does.
   */
  void check(double tolerance, List<HostTensor> inputs, List<TensorType> outputs, Call<F> call) {
    List<HostTensor> want = run(expected, reference.memory(), inputs, outputs, call);
    List<HostTensor> got = run(family, device.memory(), inputs, outputs, call);
    for (int o = 0; o < want.size(); o++) {
      for (int i = 0; i < want.get(o).shape().elements(); i++) {
        double value = want.get(o).get(i);
        String where = "output " + o + " at " + i;
        if (tolerance == 0) {
          assertEquals(value, got.get(o).get(i), where);
        } else {
          double most = tolerance * Math.max(1, Math.abs(value));
          assertEquals(value, got.get(o).get(i), most, where);
        }
      }
    }
  }

  private static <F> List<HostTensor> run(
      F family, Memory memory, List<HostTensor> inputs, List<TensorType> outputs, Call<F> call) {
    List<Storage> storages = new ArrayList<>();
    List<Operand> in = new ArrayList<>();
    for (HostTensor input : inputs) {
      Operand operand = allocate(memory, input.type(), storages);
      memory.upload(input, operand);
      in.add(operand);
    }
    List<Operand> out = outputs.stream().map(type -> allocate(memory, type, storages)).toList();
    call.run(family, in, out);
    List<HostTensor> results = out.stream().map(memory::download).toList();
    storages.forEach(memory::release);
    return results;
  }

  private static Operand allocate(Memory memory, TensorType type, List<Storage> storages) {
    Storage storage = memory.allocate(type, "test");
    storages.add(storage);
    return Operand.rowMajor(type, storage);
  }

  @Override
  public void close() {
    device.close();
    reference.close();
  }
}
