package org.tucana.core.contract;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Collects the cases of one family. */
final class Cases {
  /** Sizes around the widths of registers and tiles, so that their tails are always hit. */
  static final int[] SIZES = {0, 1, 3, 7, 8, 13, 31, 32, 33, 207, 1021};

  private final List<KernelCase> cases = new ArrayList<>();
  private final KernelCase.Strides strides;
  private final Numerics numerics;

  Cases(KernelCase.Strides strides) {
    this(strides, Numerics.float32());
  }

  Cases(KernelCase.Strides strides, Numerics numerics) {
    this.strides = strides;
    this.numerics = numerics;
  }

  void add(
      String name,
      List<HostTensor> inputs,
      List<TensorType> outputs,
      Tolerance tolerance,
      KernelCase.Call call) {
    String shapes = String.join(" ", inputs.stream().map(t -> t.type().toString()).toList());
    String full = name + " of " + shapes + (numerics.winograd() ? "" : ", without Winograd");
    cases.add(new KernelCase(full, strides, numerics, inputs, outputs, tolerance, call));
  }

  List<KernelCase> all() {
    return List.copyOf(cases);
  }

  static TensorType type(DType dtype, int... dims) {
    return new TensorType(Shape.of(dims), dtype);
  }

  static TensorType float32(int... dims) {
    return type(DType.FLOAT32, dims);
  }

  static TensorType int32(int... dims) {
    return type(DType.INT32, dims);
  }
}
