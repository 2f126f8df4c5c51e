package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tucana.cuda.testing.RawDevice.check;
import static org.tucana.cuda.testing.RawDevice.scalar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcudnn.JCudnn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream of the software device records, replays and forbids. */
class SoftwareCaptureTest {
  private static final int GLOBAL = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL;
  private static final int UNSUPPORTED = CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  private static final int INVALIDATED = CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;

  private RawDnn dnn;
  private RawDevice device;
  private CUstream stream;

  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
    dnn = new RawDnn();
    device = dnn.device;
    stream = device.stream();
  }

  @AfterEach
  void close() {
    if (dnn != null) {
      dnn.close();
    }
  }

  private static byte[] ptx() throws IOException {
    try (InputStream text =
        SoftwareCaptureTest.class.getResourceAsStream("/org/tucana/cuda/testing/fill.ptx")) {
      byte[] bytes = text.readAllBytes();
      return Arrays.copyOf(bytes, bytes.length + 1);
    }
  }

  @Test
  void kernelsCopiesAndLibrariesAreRecordedAndReplayed() throws IOException {
    CUmodule module = new CUmodule();
    CUfunction fill = new CUfunction();
    check(JCudaDriver.cuModuleLoadData(module, ptx()));
    check(JCudaDriver.cuModuleGetFunction(fill, module, "fill"));
    cublasHandle blas = new cublasHandle();
    check(JCublas2.cublasCreate(blas));
    check(JCublas2.cublasSetStream(blas, device.runtimeStream()));
    CUdeviceptr x = device.upload(false, 1, 2, 3, 4);
    CUdeviceptr y = device.upload(false, 9, 9, 9, 9);
    CUdeviceptr z = device.upload(false, 9, 9, 9, 9);
    var layout = dnn.tensor(false, false, 1, 1, 2, 2);

    check(JCudaDriver.cuStreamBeginCapture(stream, GLOBAL));
    float[] value = {2};
    // y = [2, 2, 0, 0], then z = x y in column-major order, then z = z + x.
    check(JCudaDriver.cuMemsetD32Async(y, 0, 4, stream));
    Pointer parameters = Pointer.to(Pointer.to(y), Pointer.to(new int[] {2}), Pointer.to(value));
    check(JCudaDriver.cuLaunchKernel(fill, 1, 1, 1, 32, 1, 1, 0, stream, parameters, null));
    check(
        JCublas2.cublasSgemm(
            blas, 0, 0, 2, 2, 2, scalar(false, 1), x, 2, y, 2, scalar(false, 0), z, 2));
    check(
        JCudnn.cudnnAddTensor(
            dnn.handle, scalar(false, 1), layout, x, scalar(false, 1), layout, z));
    value[0] = 100; // the launch has its own copy
    int[] status = new int[1];
    check(JCudaDriver.cuStreamIsCapturing(stream, status));
    assertEquals(CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_ACTIVE, status[0]);
    CUgraph graph = new CUgraph();
    check(JCudaDriver.cuStreamEndCapture(stream, graph));
    assertArrayEquals(new double[] {9, 9, 9, 9}, device.download(false, z, 4), "nothing ran");

    CUgraphExec program = new CUgraphExec();
    check(JCudaDriver.cuGraphInstantiate(program, graph, 0));
    check(JCudaDriver.cuGraphDestroy(graph));
    check(JCudaDriver.cuGraphLaunch(program, stream));
    assertArrayEquals(new double[] {9, 14, 3, 4}, device.download(false, z, 4));
    check(JCudaDriver.cuMemcpyHtoD(x, Pointer.to(new float[] {1, 1, 1, 1}), 16));
    check(JCudaDriver.cuGraphLaunch(program, stream));
    assertArrayEquals(new double[] {5, 5, 1, 1}, device.download(false, z, 4));

    check(JCudaDriver.cuGraphExecDestroy(program));
    check(JCublas2.cublasDestroy(blas));
    check(JCudaDriver.cuModuleUnload(module));
  }

  private void forbids(IntSupplier call) {
    check(JCudaDriver.cuStreamBeginCapture(stream, GLOBAL));
    assertEquals(UNSUPPORTED, call.getAsInt());
    CUdeviceptr nowhere = new CUdeviceptr();
    assertEquals(
        CUresult.CUDA_ERROR_INVALID_VALUE,
        JCudaDriver.cuMemsetD8Async(nowhere, (byte) 0, 1, stream));
    CUgraph graph = new CUgraph();
    assertEquals(INVALIDATED, JCudaDriver.cuStreamEndCapture(stream, graph));
    check(JCudaDriver.cuStreamSynchronize(stream));
  }

  @Test
  void whatCannotBeRecordedEndsTheCapture() {
    CUdeviceptr block = device.empty(16);
    CUevent event = new CUevent();
    check(JCudaDriver.cuEventCreate(event, 0));
    check(JCudaDriver.cuEventRecord(event, stream));
    float[] host = new float[4];
    forbids(() -> JCudaDriver.cuStreamSynchronize(stream));
    forbids(() -> JCudaDriver.cuCtxSynchronize());
    forbids(() -> JCudaDriver.cuEventSynchronize(event));
    forbids(() -> JCudaDriver.cuMemcpyHtoD(block, Pointer.to(host), 16));
    forbids(() -> JCudaDriver.cuMemcpyDtoH(Pointer.to(host), block, 16));
    forbids(() -> JCudaDriver.cuMemAlloc(new CUdeviceptr(), 16));
    forbids(() -> JCudaDriver.cuMemAllocHost(new Pointer(), 16));
    forbids(() -> JCudaDriver.cuMemFree(block));
    check(JCudaDriver.cuEventDestroy(event));
    // The block is still there.
    check(JCudaDriver.cuMemcpyHtoD(block, Pointer.to(host), 16));
  }

  @Test
  void anInvalidCaptureTakesNothingMore() {
    CUdeviceptr block = device.empty(16);
    check(JCudaDriver.cuStreamBeginCapture(stream, GLOBAL));
    assertEquals(UNSUPPORTED, JCudaDriver.cuStreamSynchronize(stream));
    assertEquals(INVALIDATED, JCudaDriver.cuMemsetD8Async(block, (byte) 0, 16, stream));
    assertEquals(INVALIDATED, JCudaDriver.cuStreamEndCapture(stream, new CUgraph()));
    assertEquals(
        CUresult.CUDA_ERROR_ILLEGAL_STATE, JCudaDriver.cuStreamEndCapture(stream, new CUgraph()));
  }

  @Test
  void eventsOfACaptureStayInIt() {
    CUevent before = new CUevent();
    CUevent within = new CUevent();
    check(JCudaDriver.cuEventCreate(before, 0));
    check(JCudaDriver.cuEventCreate(within, 0));
    check(JCudaDriver.cuEventRecord(before, stream));
    check(JCudaDriver.cuStreamBeginCapture(stream, GLOBAL));
    check(JCudaDriver.cuEventRecord(within, stream));
    check(JCudaDriver.cuStreamWaitEvent(stream, within, 0));
    assertEquals(
        CUresult.CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
        JCudaDriver.cuStreamWaitEvent(stream, before, 0));
    assertEquals(INVALIDATED, JCudaDriver.cuStreamEndCapture(stream, new CUgraph()));
    check(JCudaDriver.cuEventDestroy(before));
    check(JCudaDriver.cuEventDestroy(within));
  }

  @Test
  void aRelaxedCaptureForbidsNoMemory() {
    check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED));
    CUdeviceptr block = device.empty(16);
    check(JCudaDriver.cuMemsetD8Async(block, (byte) 1, 16, stream));
    CUgraph graph = new CUgraph();
    check(JCudaDriver.cuStreamEndCapture(stream, graph));
    check(JCudaDriver.cuGraphDestroy(graph));
  }
}
