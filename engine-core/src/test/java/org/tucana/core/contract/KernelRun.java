package org.tucana.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.opentest4j.AssertionFailedError;
import org.tucana.core.Backend;
import org.tucana.core.Memory;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/**
 * Runs a kernel on operands placed in a certain way and gives its outputs. It refuses a kernel that
 * changes an input or writes outside its outputs.
 */
final class KernelRun implements Workspace, AutoCloseable {
  private final Memory memory;
  private final Numerics numerics;
  private final List<Storage> storages = new ArrayList<>();

  private KernelRun(Memory memory, Numerics numerics) {
    this.memory = memory;
    this.numerics = numerics;
  }

  static List<HostTensor> outputs(KernelCase kernel, Backend backend, Placement placement) {
    return outputs(kernel, backend.kernels(), backend.memory(), placement);
  }

  static List<HostTensor> outputs(
      KernelCase kernel, Kernels kernels, Memory memory, Placement placement) {
    try (KernelRun run = new KernelRun(memory, kernel.numerics())) {
      return run.run(kernel, kernels, placement);
    }
  }

  /** A tensor in a storage, and what the whole storage held before the call. */
  private record Placed(Operand whole, Operand view, HostTensor before) {}

  private List<HostTensor> run(KernelCase kernel, Kernels kernels, Placement placement) {
    Placement outside =
        kernel.strides() == KernelCase.Strides.ANY || placement.isRowMajor()
            ? placement
            : Placement.OFFSET;
    List<Placed> in = new ArrayList<>();
    for (HostTensor input : kernel.inputs()) {
      Placed place = place(input.type(), placement, "input");
      HostTensor values = Placement.embed(place.before(), place.view(), input);
      memory.upload(values, place.whole());
      in.add(new Placed(place.whole(), place.view(), values));
    }
    List<Placed> out = new ArrayList<>();
    for (TensorType type : kernel.outputs()) {
      Placed place = place(type, outside, "output");
      memory.upload(place.before(), place.whole());
      out.add(place);
    }
    kernel
        .call()
        .run(
            kernels,
            in.stream().map(Placed::view).toList(),
            out.stream().map(Placed::view).toList(),
            this);
    for (Placed input : in) {
      if (!sameBits(input.before(), memory.download(input.whole()))) {
        throw new AssertionFailedError(kernel + ", " + placement + ": the kernel changed an input");
      }
    }
    List<HostTensor> results = new ArrayList<>();
    for (Placed output : out) {
      HostTensor result = memory.download(output.view());
      HostTensor surroundings = Placement.embed(output.before(), output.view(), result);
      if (!sameBits(surroundings, memory.download(output.whole()))) {
        throw new AssertionFailedError(
            kernel + ", " + placement + ": the kernel wrote outside its output");
      }
      results.add(result);
    }
    return results;
  }

  private Placed place(TensorType type, Placement placement, String label) {
    TensorType container = placement.container(type);
    Storage storage = memory.allocate(container, label);
    storages.add(storage);
    return new Placed(
        Operand.rowMajor(container, storage),
        placement.view(type, storage),
        Placement.foreign(container));
  }

  static boolean sameBits(HostTensor a, HostTensor b) {
    return a.type().equals(b.type()) && Objects.deepEquals(a.array(), b.array());
  }

  @Override
  public Operand scratch(TensorType type) {
    Storage storage = memory.allocate(type, "scratch");
    storages.add(storage);
    return Operand.rowMajor(type, storage);
  }

  @Override
  public Numerics numerics() {
    return numerics;
  }

  @Override
  public void close() {
    storages.forEach(memory::release);
  }
}
