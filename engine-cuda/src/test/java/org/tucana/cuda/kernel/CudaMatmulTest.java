package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.testing.TestWorkspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.MatrixProduct;
import org.tucana.cuda.binding.MatrixProduct.Matrix;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.memory.PinnedMemory;
import org.tucana.cuda.testing.FakeContext;
import org.tucana.cuda.testing.RefusingDnn;

/** What cuBLAS is asked for. */
class CudaMatmulTest {
  /** A product as it arrived. */
  private record Call(Precision precision, MatrixProduct product) {}

  private static final class Recorder implements BlasHandle {
    private final List<Call> calls = new ArrayList<>();

    @Override
    public void multiply(Precision precision, MatrixProduct product) {
      calls.add(new Call(precision, product));
    }

    @Override
    public void close() {}
  }

  private final FakeContext context = new FakeContext(1 << 20);
  private final CudaStream stream = context.stream();
  private final DeviceMemory memory = new DeviceMemory(context, stream, new PinnedMemory(context));
  private final Recorder blas = new Recorder();
  private final List<String> moves = new ArrayList<>();
  private final Pointwise pointwise =
      (Pointwise)
          Proxy.newProxyInstance(
              Pointwise.class.getClassLoader(),
              new Class<?>[] {Pointwise.class},
              (_, method, _) -> {
                moves.add(method.getName());
                return null;
              });
  private final CudaMatmul matmul =
      new CudaMatmul(
          new Device(new Launcher(context, stream), memory, blas, new RefusingDnn()), pointwise);
  private final List<Operand> made = new ArrayList<>();

  @AfterEach
  void release() {
    made.forEach(o -> memory.release(o.storage()));
  }

  private Operand operand(int... dims) {
    return operand(DType.FLOAT32, dims);
  }

  private Operand operand(DType dtype, int... dims) {
    TensorType type = new TensorType(Shape.of(dims), dtype);
    Operand o = Operand.rowMajor(type, memory.allocate(type, "operand"));
    made.add(o);
    return o;
  }

  private void multiply(Operand a, Operand b, Operand y) {
    matmul.multiply(a, b, Epilogue.none(), y, new TestWorkspace(memory, Numerics.float32()));
  }

  private static Matrix matrix(Operand o, int leading, boolean transposed, long step) {
    return new Matrix(DeviceStorage.address(o), leading, transposed, step);
  }

  @Test
  void rowMajorMatricesChangePlaces() {
    Operand a = operand(2, 3);
    Operand b = operand(3, 4);
    Operand y = operand(2, 4);
    multiply(a, b, y);
    MatrixProduct expected =
        new MatrixProduct(
            4, 2, 3, 1, matrix(b, 4, false, 1), matrix(a, 3, false, 1), matrix(y, 4, false, 1));
    assertEquals(List.of(new Call(Precision.FLOAT32, expected)), blas.calls);
    assertEquals(List.of(), moves);
  }

  @Test
  void transposedAndSlicedMatricesAreReadInPlace() {
    Operand a = operand(3, 9).slice(1, 2, 4).permute(1, 0);
    Operand b = operand(5, 9).slice(1, 1, 4).permute(1, 0);
    Operand y = operand(2, 5);
    multiply(a, b, y);
    MatrixProduct expected =
        new MatrixProduct(
            5, 2, 3, 1, matrix(b, 9, true, 1), matrix(a, 9, true, 1), matrix(y, 5, false, 1));
    assertEquals(List.of(new Call(Precision.FLOAT32, expected)), blas.calls);
    assertEquals(List.of(), moves);
  }

  @Test
  void lonelyRowsAndColumnsHaveNoStrideThatMatters() {
    Operand row = operand(7, 5).permute(1, 0).slice(0, 2, 3);
    Operand column = operand(7, 5).slice(1, 3, 4);
    Operand y = operand(1, 1);
    multiply(row, column, y);
    MatrixProduct expected =
        new MatrixProduct(
            1,
            1,
            7,
            1,
            matrix(column, 5, false, 1),
            matrix(row, 5, true, 1),
            matrix(y, 1, false, 1));
    assertEquals(List.of(new Call(Precision.FLOAT32, expected)), blas.calls);
    assertEquals(List.of(), moves);
  }

  @Test
  void evenBatchesAreOneCallAndRepeatedOnesHaveNoStep() {
    Operand a = operand(2, 3).broadcastTo(Shape.of(5, 6, 2, 3));
    Operand b = operand(5, 6, 3, 4);
    Operand y = operand(5, 6, 2, 4);
    multiply(a, b, y);
    MatrixProduct expected =
        new MatrixProduct(
            4, 2, 3, 30, matrix(b, 4, false, 12), matrix(a, 3, false, 0), matrix(y, 4, false, 8));
    assertEquals(List.of(new Call(Precision.FLOAT32, expected)), blas.calls);
  }

  @Test
  void unevenBatchesAreALoop() {
    Operand a = operand(DType.FLOAT64, 5, 1, 2, 3).broadcastTo(Shape.of(5, 6, 2, 3));
    Operand b = operand(DType.FLOAT64, 5, 6, 3, 4);
    Operand y = operand(DType.FLOAT64, 5, 6, 2, 4);
    multiply(a, b, y);
    assertEquals(5, blas.calls.size());
    assertTrue(blas.calls.stream().allMatch(c -> c.precision() == Precision.FLOAT64));
    assertTrue(blas.calls.stream().allMatch(c -> c.product().count() == 6));
    assertEquals(
        LongStream.range(0, 5).map(i -> DeviceStorage.address(a) + i * 6 * 8).boxed().toList(),
        blas.calls.stream().map(c -> c.product().b().address()).toList());
  }

  @Test
  void whatHasNoNeighboursIsCopiedAndWhatRepeatsIsCopiedOnce() {
    Operand a = operand(3, 4, 2).permute(2, 0, 1).broadcastTo(Shape.of(5, 2, 3, 4));
    Operand b = operand(5, 2, 4, 6);
    Operand y = operand(5, 2, 3, 6);
    long before = memory.liveBytes();
    multiply(a, b, y);
    assertEquals(List.of("copy"), moves);
    assertEquals(3 * 4 * 2 * Float.BYTES, memory.liveBytes() - before);
    assertEquals(5, blas.calls.size());
    assertEquals(
        List.of(4, 12L),
        List.of(
            blas.calls.getFirst().product().b().leading(),
            blas.calls.getFirst().product().b().step()));
  }

  @Test
  void aProductOverNothingIsZero() {
    multiply(operand(2, 0), operand(0, 3), operand(2, 3));
    assertEquals(List.of("fill"), moves);
    multiply(operand(2, 3), operand(3, 0), operand(2, 0));
    assertEquals(List.of("fill"), moves);
    assertEquals(List.of(), blas.calls);
  }

  @Test
  void shorterMantissasAreUsedWhereTheyAreAllowed() {
    matmul.multiply(
        operand(2, 3),
        operand(3, 4),
        Epilogue.none(),
        operand(2, 4),
        new TestWorkspace(memory, new Numerics(true, true, false)));
    assertEquals(Precision.TF32, blas.calls.getFirst().precision());
  }

  @Test
  void otherTypesAreRefused() {
    Operand a = operand(DType.INT32, 2, 2);
    BackendException e = assertThrows(BackendException.class, () -> multiply(a, a, a));
    assertEquals(
        "matmul: FLOAT32 or FLOAT64 wanted, got INT32; cast the operands first", e.getMessage());
  }
}
