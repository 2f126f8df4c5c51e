package org.tucana.cuda.binding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.MatrixProduct.Matrix;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.testing.LibraryDevice;
import org.tucana.cuda.testing.SoftwareDevice;

/** The handles of cuBLAS and cuDNN: their memory, their errors, and many threads. */
class LibraryHandlesTest {
  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
  }

  @Test
  void whatAHandleHoldsGoesBackWithIt() {
    CudaBindings bindings = new JCudaBindings();
    CudaDriver driver = bindings.driver();
    driver.initialize();
    try (CudaContext context = driver.open(0);
        CudaStream stream = context.stream()) {
      long before = context.room().free();
      try (BlasHandle _ = bindings.blas().open(context, stream);
          DnnHandle _ = bindings.dnn().open(context, stream)) {
        assertTrue(context.room().free() <= before - (32L << 20), "cuBLAS has no work memory");
      }
      assertEquals(before, context.room().free());
    }
  }

  @Test
  void errorsNameTheCallInTheLibrarysWords() {
    try (LibraryDevice device = new LibraryDevice()) {
      long address = DeviceStorage.address(device.scratch(TensorType.float32(64)));
      Matrix matrix = new Matrix(address, 1, false, 0);
      BackendException e =
          assertThrows(
              BackendException.class,
              () ->
                  device
                      .device()
                      .blas()
                      .multiply(
                          Precision.FLOAT32,
                          new MatrixProduct(4, 4, 4, 1, matrix, matrix, matrix)));
      assertTrue(
          e.getMessage().matches("cuda: cublasGemmEx failed with .+ \\(7\\)"), e.getMessage());
      TensorLayout integers =
          TensorLayout.rowMajor(new TensorType(Shape.of(1, 1, 1, 1), DType.INT32));
      DeviceTensor tensor = new DeviceTensor(integers, address);
      BackendException other =
          assertThrows(
              BackendException.class, () -> device.device().dnn().averageWindows(tensor, tensor));
      assertEquals("cuda: cuDNN is not used for INT32", other.getMessage());
    }
  }

  /** Each thread must enter the context, and none may change what another is doing. */
  @Test
  void threadsShareAHandle() {
    try (LibraryDevice device = new LibraryDevice()) {
      Operand a = device.upload(HostTensor.of(Shape.of(2, 2), 1f, 2, 3, 4));
      List<Operand> results =
          IntStream.range(0, 8).mapToObj(_ -> device.scratch(TensorType.float32(2, 2))).toList();
      Matrix matrix = new Matrix(DeviceStorage.address(a), 2, false, 0);
      CompletableFuture.allOf(
              results.stream()
                  .map(y ->
                      CompletableFuture.runAsync(() ->
                          device
                              .device()
                              .blas()
                              .multiply(
                                  Precision.FLOAT32,
                                  new MatrixProduct(
                                      2,
                                      2,
                                      2,
                                      1,
                                      matrix,
                                      matrix,
                                      new Matrix(DeviceStorage.address(y), 2, false, 0)))))
                  .toArray(CompletableFuture[]::new))
          .join();
      for (Operand y : results) {
        assertArrayEquals(new float[] {7, 10, 15, 22}, device.memory().download(y).toFloats());
      }
    }
  }

  /** What a thread calls while another captures is done, and is no part of the graph. */
  @Test
  @Timeout(60)
  void callsOfOtherThreadsStayOutOfACapture() throws InterruptedException {
    try (LibraryDevice device = new LibraryDevice()) {
      Operand a = device.upload(HostTensor.of(Shape.of(2, 2), 1f, 2, 3, 4));
      Operand y = device.scratch(TensorType.float32(2, 2));
      Operand mean = device.scratch(TensorType.float32(1, 1, 1, 1));
      Matrix matrix = new Matrix(DeviceStorage.address(a), 2, false, 0);
      MatrixProduct product =
          new MatrixProduct(
              2, 2, 2, 1, matrix, matrix, new Matrix(DeviceStorage.address(y), 2, false, 0));
      List<Thread> others =
          List.of(
              new Thread(() -> device.device().blas().multiply(Precision.FLOAT32, product)),
              new Thread(() ->
                  device
                      .device()
                      .dnn()
                      .averageWindows(
                          new DeviceTensor(
                              TensorLayout.rowMajor(TensorType.float32(1, 1, 2, 2)),
                              DeviceStorage.address(a)),
                          new DeviceTensor(
                              TensorLayout.rowMajor(mean.type()), DeviceStorage.address(mean)))));
      try (CudaGraph graph =
          device.stream().capture(() -> others.forEach(LibraryHandlesTest::startAndSeeWait))) {
        for (Thread other : others) {
          other.join();
        }
        assertArrayEquals(new float[] {7, 10, 15, 22}, device.memory().download(y).toFloats());
        assertArrayEquals(new float[] {2.5f}, device.memory().download(mean).toFloats());
        device.memory().upload(HostTensor.of(Shape.of(2, 2), 0f, 0, 0, 0), y);
        graph.launch(device.stream());
        assertArrayEquals(new float[4], device.memory().download(y).toFloats());
      }
    }
  }

  private static void startAndSeeWait(Thread other) {
    other.start();
    while (other.getState() != Thread.State.BLOCKED) {
      assertNotEquals(Thread.State.TERMINATED, other.getState(), "it did not wait");
      Thread.onSpinWait();
    }
  }
}
