package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.Memory;
import org.tucana.core.kernel.Normalization;
import org.tucana.core.kernel.Operand;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.cuda.testing.LibraryDevice;

/** What the contract of all backends does not ask of batch normalisation. */
class CudaNormalizationTest {
  private static final Tolerance ROUNDING = Tolerance.of(8, 1);

  private final ReferenceBackend reference = new ReferenceBackend();
  private LibraryDevice device;
  private Normalization normalization;

  @BeforeEach
  void open() {
    device = new LibraryDevice();
    normalization = new CudaNormalization(device.device());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private interface Call {
    void run(Normalization normalization, List<Operand> in, List<Operand> out);
  }

  private void check(List<HostTensor> in, List<HostTensor> out, Call call) {
    List<HostTensor> expected =
        run(reference.kernels().normalization(), reference.memory(), in, out, call);
    List<HostTensor> actual = run(normalization, device.memory(), in, out, call);
    for (int i = 0; i < expected.size(); i++) {
      ROUNDING.check("output " + i, expected.get(i), actual.get(i));
    }
    assertEquals(List.of(), device.memory().liveLabels());
  }

  private static List<HostTensor> run(
      Normalization family, Memory memory, List<HostTensor> in, List<HostTensor> out, Call call) {
    List<Operand> inputs = upload(memory, in);
    List<Operand> outputs = upload(memory, out);
    call.run(family, inputs, outputs);
    List<HostTensor> results = outputs.stream().map(memory::download).toList();
    inputs.forEach(o -> memory.release(o.storage()));
    outputs.forEach(o -> memory.release(o.storage()));
    return results;
  }

  private static List<Operand> upload(Memory memory, List<HostTensor> tensors) {
    List<Operand> operands = new ArrayList<>();
    for (HostTensor values : tensors) {
      Operand o = Operand.rowMajor(values.type(), memory.allocate(values.type(), "test"));
      memory.upload(values, o);
      operands.add(o);
    }
    return operands;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void everyStepIsTheReferences(DType dtype) {
    HostTensor x = TestTensors.uniform(dtype, -1, 3, 1, 3, 5, 7, 9);
    HostTensor dy = TestTensors.uniform(dtype, -1, 1, 2, 3, 5, 7, 9);
    HostTensor scale = TestTensors.uniform(dtype, 0.5, 2, 3, 5);
    HostTensor shift = TestTensors.uniform(dtype, -1, 1, 4, 5);
    HostTensor variance = TestTensors.uniform(dtype, 0.5, 2, 5, 5);
    check(
        List.of(x, scale, shift),
        List.of(x, scale, scale),
        (n, in, out) ->
            n.train(1e-5, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1), out.get(2)));
    check(
        List.of(x, scale, shift, variance, dy),
        List.of(x, scale, scale),
        (n, in, out) ->
            n.trainGradient(
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                in.get(4),
                out.get(0),
                out.get(1),
                out.get(2)));
    check(
        List.of(x, scale, shift, shift, variance),
        List.of(x),
        (n, in, out) ->
            n.inference(1e-5, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), out.get(0)));
    check(
        List.of(x, scale, shift, variance, dy),
        List.of(x, scale, scale),
        (n, in, out) ->
            n.inferenceGradient(
                1e-5,
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                in.get(4),
                out.get(0),
                out.get(1),
                out.get(2)));
  }

  /** Float32 sums would lose the variance: the values differ by a few of their last bits. */
  @Test
  void aMeanFarAboveTheDeviationCostsNothing() {
    int values = 20_000;
    float[] x = new float[values];
    for (int i = 0; i < values; i++) {
      x[i] = 4096 + (i % 7) * 0x1p-10f;
    }
    HostTensor one = TestTensors.uniform(DType.FLOAT32, 1, 2, 6, 1);
    HostTensor pictures = HostTensor.of(Shape.of(2, 1, 100, 100), x);
    check(
        List.of(pictures, one, one),
        List.of(pictures, one, one),
        (n, in, out) ->
            n.train(0, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1), out.get(2)));
  }
}
