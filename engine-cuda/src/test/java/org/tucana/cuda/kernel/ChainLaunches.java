package org.tucana.cuda.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Convolutions;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.testing.TestDevice;

/** The kernels of chains, each beside three convolutions of the reference backend. */
record ChainLaunches(TestDevice device) {
  private static final ConvGeometry UNIT = ConvGeometry.of(1, 0);
  private static final int CHANNELS = 11;
  private static final int RESULTS = 37;

  void run() {
    check(3, 5, ConvGeometry.of(1, 1), 3);
    check(40, 32, ConvGeometry.of(2, 1), 3);
    check(20, 33, ConvGeometry.of(1, 2), 5);
    check(67, 64, ConvGeometry.of(1, 1), 3);
    check(33, 40, ConvGeometry.of(2, 0), 2);
    check(9, 65, ConvGeometry.of(1, 0), 1);
    check(70, 128, ConvGeometry.of(1, 1), 3);
  }

  private void check(int inner, int outer, ConvGeometry geometry, int size) {
    HostTensor x = TestTensors.uniform(1, 2, CHANNELS, 13, 10);
    HostTensor first = TestTensors.uniform(2, inner, CHANNELS, 1, 1);
    HostTensor core = TestTensors.uniform(3, outer, inner, size, size);
    HostTensor last = TestTensors.uniform(4, RESULTS, outer, 1, 1);
    ChainSizes sizes = ChainSizes.of(geometry, x.shape(), core.shape(), RESULTS).orElseThrow();
    if (ChainKernel.of(sizes, device.device().launcher().limits()).isEmpty()) {
      return; // there are devices with too little shared memory for it, or without tensor cores
    }
    HostTensor bias = TestTensors.uniform(5, RESULTS);
    Shape shape =
        Shape.of(2, RESULTS, geometry.outputRows(13, size), geometry.outputColumns(10, size));
    HostTensor residual = TestTensors.uniform(6, shape.dims());
    Tolerance tolerance = Tolerance.of(8, CHANNELS + inner * size * size + outer);
    for (boolean finishes : new boolean[] {false, true}) {
      HostTensor want = expected(geometry, List.of(x, first, core, last, bias, residual), finishes);
      Operand y = device.empty(new TensorType(shape, DType.FLOAT32));
      FusedChain chain = new FusedChain(device.device().launcher());
      List<Operand> packed =
          Stream.of(first, core, last).map(filters -> packed(chain, filters)).toList();
      chain.run(
          sizes,
          device.upload(x),
          packed,
          epilogue(finishes, device.upload(bias), device.upload(residual)),
          y);
      tolerance.check("chain of " + inner + " and " + outer + " ranks", want, device.download(y));
    }
  }

  private Operand packed(FusedChain chain, HostTensor filters) {
    Operand packed = device.empty(FusedChain.packed(filters.shape()));
    chain.pack(device.upload(filters), packed);
    return packed;
  }

  /** The same by three convolutions; inputs: x, the filters, bias and residual. */
  private static HostTensor expected(ConvGeometry geometry, List<HostTensor> in, boolean finishes) {
    try (ReferenceBackend reference = new ReferenceBackend();
        EagerSession session = new EagerSession(reference)) {
      List<Tensor> x = in.stream().map(session::upload).toList();
      Tensor inner = Convolutions.conv2d(x.get(0), x.get(1), Optional.empty(), UNIT);
      Tensor outer = Convolutions.conv2d(inner, x.get(2), Optional.empty(), geometry);
      Optional<Tensor> bias = finishes ? Optional.of(x.get(4)) : Optional.empty();
      Tensor y = Convolutions.conv2d(outer, x.get(3), bias, UNIT);
      return finishes ? Activations.relu(Arithmetic.add(y, x.get(5))).read() : y.read();
    }
  }

  private static Epilogue epilogue(boolean finishes, Operand bias, Operand residual) {
    return finishes
        ? new Epilogue(Optional.of(bias), Optional.of(residual), true)
        : Epilogue.none();
  }
}
