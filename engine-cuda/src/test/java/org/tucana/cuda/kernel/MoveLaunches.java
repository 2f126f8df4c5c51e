package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Kernels that take elements of every type. */
record MoveLaunches(AgainstReference<Kernels> both, DType dtype) {
  void run() {
    copies();
    selections();
  }

  private void copies() {
    HostTensor x = Values.whole(dtype, 90, 3, 5);
    both.check(
        0,
        List.of(x, Values.whole(DType.BOOL, 2, 3, 5), Values.whole(dtype, 7, 5)),
        List.of(type(dtype, 5, 3), type(dtype, 3, 5), type(dtype, 2, 3)),
        (k, in, out) -> {
          k.pointwise().copy(in.get(0), out.get(0).permute(1, 0));
          k.pointwise()
              .select(in.get(1), in.get(0), in.get(2).broadcastTo(Shape.of(3, 5)), out.get(1));
          k.pointwise().fill(1, out.get(2));
        });
    for (DType other : DType.values()) {
      both.check(
          0,
          List.of(x),
          List.of(type(other, 3, 5)),
          (k, in, out) -> k.pointwise().copy(in.get(0), out.get(0)));
    }
  }

  private void selections() {
    both.check(
        0,
        List.of(Values.whole(dtype, 90, 3, 5, 2), HostTensor.of(Shape.of(4), 4, 0, 0, 3)),
        List.of(type(dtype, 3, 4, 2)),
        (k, in, out) -> k.indexing().select(1, in.get(0), in.get(1), out.get(0)));
  }
}
