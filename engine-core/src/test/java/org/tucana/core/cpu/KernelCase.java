package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * One kernel call on operands large enough for several chunks.
 *
 * @param terms how many rounded terms an output sums, for the tolerance
 */
record KernelCase(String name, int terms, List<TensorType> outputs, Call call) {
  /** The call itself; the memory holds inputs it makes. */
  @FunctionalInterface
  interface Call {
    void run(Kernels kernels, Inputs in, List<Operand> out);
  }

  /** Makes inputs, equal for every run of a case. */
  static final class Inputs {
    private final HostMemory memory;
    private int made;

    Inputs(HostMemory memory) {
      this.memory = memory;
    }

    Operand uniform(double low, double high, int... dims) {
      Philox random = random();
      float[] values = new float[Shape.of(dims).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(low, high);
      }
      return upload(HostTensor.of(Shape.of(dims), values));
    }

    Operand normal(int... dims) {
      Philox random = random();
      float[] values = new float[Shape.of(dims).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return upload(HostTensor.of(Shape.of(dims), values));
    }

    Operand indices(int bound, int n) {
      Philox random = random();
      int[] values = new int[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextInt(bound);
      }
      return upload(HostTensor.of(Shape.of(n), values));
    }

    /** Boxes inside 0 .. size. */
    Operand boxes(int n, double size) {
      Philox random = random();
      float[] values = new float[4 * n];
      for (int i = 0; i < n; i++) {
        double x = random.nextDouble(-4, 0.9 * size);
        double y = random.nextDouble(-4, 0.9 * size);
        values[4 * i] = (float) x;
        values[4 * i + 1] = (float) y;
        values[4 * i + 2] = (float) random.nextDouble(x, size);
        values[4 * i + 3] = (float) random.nextDouble(y, size);
      }
      return upload(HostTensor.of(Shape.of(n, 4), values));
    }

    private Philox random() {
      return new RandomKey(7, "kernel case", made++).stream();
    }

    private Operand upload(HostTensor values) {
      Operand operand =
          Operand.rowMajor(values.type(), memory.allocate(values.type(), "kernel case"));
      memory.upload(values, operand);
      return operand;
    }
  }

  /** Runs the case and reads its outputs. */
  List<HostTensor> run(Kernels kernels) {
    HostMemory memory = new HostMemory();
    List<Operand> out = new ArrayList<>();
    for (TensorType type : outputs) {
      out.add(Operand.rowMajor(type, memory.allocate(type, name)));
    }
    call.run(kernels, new Inputs(memory), out);
    return out.stream().map(memory::download).toList();
  }

  @Override
  public String toString() {
    return name;
  }

  static TensorType f(int... dims) {
    return TensorType.float32(dims);
  }

  static KernelCase of(String name, int terms, TensorType output, Call call) {
    return new KernelCase(name, terms, List.of(output), call);
  }
}
