package org.tucana.core.reference;

import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Operands in double for the reference kernels, and their values. */
final class Desk implements Workspace {
  private final HostMemory memory = new HostMemory();
  private final Kernels kernels = ReferenceBackend.referenceKernels();

  Kernels kernels() {
    return kernels;
  }

  Operand put(HostTensor values) {
    Operand operand = scratch(values.type());
    memory.upload(values, operand);
    return operand;
  }

  Operand put(Shape shape, double... values) {
    return put(HostTensor.of(shape, values));
  }

  Operand vector(double... values) {
    return put(Shape.of(values.length), values);
  }

  Operand scalar(double value) {
    return put(Shape.scalar(), value);
  }

  Operand ints(int... values) {
    return put(HostTensor.of(Shape.of(values.length), values));
  }

  /** 0, 1, 2, ... in row-major order. */
  Operand ramp(int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return put(shape, values);
  }

  Operand random(long seed, int... dims) {
    return put(TestTensors.uniform(DType.FLOAT64, -1, 1, seed, dims));
  }

  Operand empty(int... dims) {
    return scratch(new TensorType(Shape.of(dims), DType.FLOAT64));
  }

  Operand emptyInts(int... dims) {
    return scratch(TensorType.int32(dims));
  }

  double[] read(Operand operand) {
    HostTensor values = memory.download(operand);
    double[] read = new double[operand.elements()];
    for (int i = 0; i < read.length; i++) {
      read[i] = values.get(i);
    }
    return read;
  }

  /** Sum of the products of corresponding elements. */
  double dot(Operand a, Operand b) {
    double[] left = read(a);
    double[] right = read(b);
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  @Override
  public Operand scratch(TensorType type) {
    return Operand.rowMajor(type, memory.allocate(type, "test"));
  }

  @Override
  public Numerics numerics() {
    return Numerics.float32();
  }
}
