package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostMemory;
import org.tucana.core.host.HostStorage;
import org.tucana.core.host.StridedWalk;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.testing.TestWorkspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Letters: B leading positions, M rows, N columns, K depth. */
class CpuMatmulTest {
  private final HostMemory memory = new HostMemory();
  private final Workers workers = new Workers(2);
  private final Workspace workspace = new TestWorkspace(memory, Numerics.float32());

  @AfterEach
  void close() {
    workers.close();
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1, 1", "FLOAT64, 1, 1, 1", "FLOAT32, 13, 31, 300", "FLOAT64, 13, 31, 300",
    "FLOAT64, 150, 207, 33", "FLOAT64, 3, 200, 0", "FLOAT32, 3, 8, 0", "FLOAT64, 0, 8, 4"
  })
  void multipliesStacksOfMatrices(DType dtype, int m, int n, int k) {
    Operand a = filled(dtype, 1, 3, m, k);
    Operand b = filled(dtype, 2, 3, k, n);
    check(a, b, Epilogue.none());
    check(a, b.slice(0, 1, 2).broadcastTo(b.shape()), Epilogue.none());
    check(a.slice(0, 1, 2).broadcastTo(a.shape()), b, Epilogue.none());
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "FLOAT64"})
  void takesAnyStrides(DType dtype) {
    Operand a = filled(dtype, 3, 2, 33, 20).permute(0, 2, 1).slice(1, 3, 17);
    Operand b = filled(dtype, 4, 33, 2, 50).permute(1, 0, 2).slice(2, 1, 50);
    check(a, b, Epilogue.none());
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "FLOAT64"})
  void addsBiasAndResidualAndCutsOff(DType dtype) {
    Operand a = filled(dtype, 5, 2, 9, 30);
    Operand b = filled(dtype, 6, 2, 30, 17);
    Operand bias = filled(dtype, 7, 2, 17).slice(0, 1, 2).reshape(Shape.of(17));
    Operand residual = filled(dtype, 8, 17, 9, 2).permute(2, 1, 0);
    check(a, b, new Epilogue(Optional.of(bias), Optional.of(residual), true));
  }

  @Test
  void refusesOtherTypes() {
    Operand a = filled(DType.FLOAT32, 1, 2, 2);
    Operand b = filled(DType.FLOAT64, 1, 2, 2);
    String message =
        assertThrows(
                BackendException.class,
                () -> new CpuMatmul(workers).multiply(a, b, Epilogue.none(), a, workspace))
            .getMessage();
    assertTrue(message.endsWith("cast them"), message);
  }

  private void check(Operand a, Operand b, Epilogue epilogue) {
    Shape shape = a.shape().with(a.shape().rank() - 1, b.dim(-1));
    Operand y = filled(a.dtype(), 9, shape.dims());
    double[] expected = product(a, b, epilogue, y);
    new CpuMatmul(workers).multiply(a, b, epilogue, y, workspace);
    double[] actual = values(y);
    double epsilon = a.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
    double tolerance = 4 * epsilon * (a.dim(-1) + 1);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance, "element " + i);
    }
  }

  private static double[] product(Operand a, Operand b, Epilogue epilogue, Operand y) {
    double[] left = values(a);
    double[] right = values(b);
    double[] result = new double[y.elements()];
    double[] bias = epilogue.bias().map(CpuMatmulTest::values).orElse(new double[y.dim(-1)]);
    double[] residual = epilogue.residual().map(CpuMatmulTest::values).orElse(result.clone());
    int m = y.dim(-2);
    int n = y.dim(-1);
    int k = a.dim(-1);
    for (int i = 0; i < result.length; i++) {
      int position = i / (m * n);
      for (int p = 0; p < k; p++) {
        result[i] += left[i / n * k + p] * right[(position * k + p) * n + i % n];
      }
      result[i] += bias[i % n] + residual[i];
      result[i] = epilogue.relu() ? Math.max(0, result[i]) : result[i];
    }
    return result;
  }

  private static double[] values(Operand operand) {
    double[] values = new double[operand.elements()];
    StridedWalk walk = new StridedWalk(operand);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          operand.dtype() == DType.FLOAT64
              ? HostStorage.doubles(operand)[walk.next()]
              : HostStorage.floats(operand)[walk.next()];
    }
    return values;
  }

  private Operand filled(DType dtype, int seed, int... dims) {
    TensorType type = new TensorType(Shape.of(dims), dtype);
    Operand operand = Operand.rowMajor(type, memory.allocate(type, "test"));
    float[] values = Numbers.uniform(seed, operand.elements());
    for (int i = 0; i < values.length; i++) {
      if (dtype == DType.FLOAT64) {
        HostStorage.doubles(operand)[i] = values[i];
      } else {
        HostStorage.floats(operand)[i] = values[i];
      }
    }
    return operand;
  }
}
