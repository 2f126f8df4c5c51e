package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostMemory;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.testing.TestWorkspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

class CpuConvolutionTest {
  private static final ConvGeometry GEOMETRY = ConvGeometry.of(2, 1);
  private static final ConvolutionShape SHAPE =
      new ConvolutionShape(2, 5, 9, 8, 11, 3, 3, GEOMETRY);
  private static final Numerics DIRECT = new Numerics(false, false, false);
  private static final int TERMS = 11 * 40;

  private final HostMemory memory = new HostMemory();
  private final Workers workers = new Workers(2);
  private final Workspace workspace = new TestWorkspace(memory, Numerics.float32());
  private final CpuConvolution convolution = new CpuConvolution(workers);
  private final Operand x = filled(1, 2, 5, 9, 8);
  private final Operand weight = filled(2, 11, 5, 3, 3);
  private final Operand y = filled(3, 2, 11, 5, 4);

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void forwardWithAnEpilogueFromViews() {
    Operand bias = filled(4, 22).slice(0, 11, 22);
    Operand residual = filled(5, 4, 5, 11, 2).permute(3, 2, 1, 0);
    double[] expected = NaiveConvolution.forward(SHAPE, values(x), values(weight));
    float[] added = values(residual);
    for (int i = 0; i < expected.length; i++) {
      int place = (i % 4 * 5 + i / 4 % 5) * 22 + i / 20 % 11 * 2 + i / 220;
      float shift = HostStorage.floats(bias)[11 + i / 20 % 11];
      expected[i] = Math.max(0, expected[i] + shift + added[place]);
    }
    Epilogue epilogue = new Epilogue(Optional.of(bias), Optional.of(residual), true);
    convolution.forward(GEOMETRY, x, weight, epilogue, y, workspace);
    Numbers.assertClose("forward", expected, values(y), TERMS);
    Arrays.fill(HostStorage.floats(y), 0f);
    PackedWeights packed = convolution.pack(GEOMETRY, x, weight, y, workspace.numerics());
    convolution.forward(GEOMETRY, x, weight, packed, epilogue, y, workspace);
    Numbers.assertClose("packed", expected, values(y), TERMS);
  }

  @Test
  void gradients() {
    double[] inputs = NaiveConvolution.inputGradient(SHAPE, values(y), values(weight));
    double[] weights = NaiveConvolution.weightGradient(SHAPE, values(x), values(y));
    Operand dx = filled(6, 2, 5, 9, 8);
    Operand dw = filled(7, 11, 5, 3, 3);
    convolution.inputGradient(GEOMETRY, y, weight, dx, workspace);
    convolution.weightGradient(GEOMETRY, x, y, dw, workspace);
    Numbers.assertClose("input gradient", inputs, values(dx), TERMS);
    Numbers.assertClose("weight gradient", weights, values(dw), TERMS);
  }

  /** At these sizes Winograd's way is taken where it is allowed. */
  @Test
  void withoutWinogradTheDirectWayIsTaken() {
    ConvGeometry geometry = ConvGeometry.of(1, 1);
    ConvolutionShape shape = new ConvolutionShape(1, 32, 30, 32, 32, 3, 3, geometry);
    assertTrue(WinogradConvolution.suits(shape));
    Operand pixels = filled(8, 1, 32, 30, 32);
    Operand kernel = filled(9, 32, 32, 3, 3);
    Operand result = filled(10, 1, 32, 30, 32);
    Workspace direct = new TestWorkspace(memory, DIRECT);
    double[] expected = NaiveConvolution.forward(shape, values(pixels), values(kernel));

    convolution.forward(geometry, pixels, kernel, Epilogue.none(), result, workspace);
    float[] fast = values(result);
    convolution.forward(geometry, pixels, kernel, Epilogue.none(), result, direct);
    float[] slow = values(result);
    PackedWeights packed = convolution.pack(geometry, pixels, kernel, result, DIRECT);
    convolution.forward(geometry, pixels, kernel, packed, Epilogue.none(), result, direct);
    assertArrayEquals(slow, values(result), "packed before");
    assertFalse(Arrays.equals(slow, fast), "the same algorithm");
    Numbers.assertClose("direct", expected, slow, 32 * 9);

    convolution.inputGradient(geometry, pixels, kernel, result, workspace);
    fast = values(result);
    convolution.inputGradient(geometry, pixels, kernel, result, direct);
    slow = values(result);
    convolution.transposed(geometry, pixels, kernel, Epilogue.none(), result, direct);
    assertArrayEquals(slow, values(result), "transposed");
    assertFalse(Arrays.equals(slow, fast), "the same algorithm");
    expected = NaiveConvolution.inputGradient(shape, values(pixels), values(kernel));
    Numbers.assertClose("direct input gradient", expected, slow, 32 * 9);
  }

  @Test
  void refusesWhatItCannotDo() {
    TensorType type = new TensorType(Shape.of(2, 5, 9, 8), DType.FLOAT64);
    Operand doubles = Operand.rowMajor(type, memory.allocate(type, "test"));
    assertRefused("cast it", doubles, weight, y);
    assertRefused("copy it first", x.permute(0, 1, 3, 2), weight, y);
    assertRefused("do not fit together", x, weight, y.slice(2, 0, 5).slice(0, 0, 1));
  }

  private void assertRefused(String words, Operand input, Operand kernel, Operand output) {
    String message =
        assertThrows(
                BackendException.class,
                () ->
                    convolution.forward(
                        GEOMETRY, input, kernel, Epilogue.none(), output, workspace))
            .getMessage();
    assertTrue(message.contains(words), message);
  }

  private static float[] values(Operand operand) {
    return Arrays.copyOf(HostStorage.floats(operand), operand.elements());
  }

  private Operand filled(int seed, int... dims) {
    TensorType type = new TensorType(Shape.of(dims), DType.FLOAT32);
    Operand operand = Operand.rowMajor(type, memory.allocate(type, "test"));
    float[] values = Numbers.uniform(seed, operand.elements());
    System.arraycopy(values, 0, HostStorage.floats(operand), 0, values.length);
    return operand;
  }
}
