package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Int64;
import org.tucana.cuda.binding.LaunchShape;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.launch.KernelModule;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.memory.PinnedMemory;
import org.tucana.cuda.system.CudaInstallation;

/** The kernels of {@code native/kernels} on the software device, by the binding of production. */
class SoftwareKernelsTest {
  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
  }

  private static String ptx(String family) throws IOException {
    try (InputStream text =
        CudaInstallation.class.getResourceAsStream("/org/tucana/cuda/kernels/" + family + ".ptx")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theDriverAndItsDeviceAreFound() {
    CudaInstallation found = CudaInstallation.ofThisMachine();
    assertEquals("13.0", found.versions().get("cuda"));
    assertEquals("Software device", found.devices().getFirst().name());
  }

  @Test
  void aKernelWithBarriersRuns() throws IOException {
    TensorType type = new TensorType(Shape.of(3000), DType.FLOAT64);
    double[] values = new double[3000];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.25;
      sum += values[i];
    }
    try (CudaContext context = new JCudaBindings().driver().open(0);
        CudaStream stream = context.stream();
        PinnedMemory pinned = new PinnedMemory(context);
        DeviceMemory memory = new DeviceMemory(context, stream, pinned);
        KernelModule module = new KernelModule(context, "loss", ptx("loss"))) {
      Operand x = Operand.rowMajor(type, memory.allocate(type, "x"));
      Operand y = Operand.rowMajor(type, memory.allocate(type, "y"));
      memory.upload(HostTensor.of(type.shape(), values), x);
      module.launch(
          stream,
          "sum_values",
          new LaunchShape(3, 256, 0),
          List.of(
              new Int64(values.length),
              new Address(DeviceStorage.address(x)),
              new Address(DeviceStorage.address(y))));
      HostTensor sums = memory.download(y);
      assertEquals(sum, sums.get(0));
      // Fresh memory is no zeros.
      assertTrue(Double.isNaN(sums.get(1)));
      memory.release(x.storage());
      memory.release(y.storage());
    }
  }

  @Test
  void aKernelThatIsNotThereIsRefused() throws IOException {
    try (CudaContext context = new JCudaBindings().driver().open(0);
        CudaModule module = context.load(ptx("loss"))) {
      BackendException e =
          assertThrows(BackendException.class, () -> module.function("no_such_kernel"));
      assertTrue(e.getMessage().contains("CUDA_ERROR_NOT_FOUND (500)"), e.getMessage());
    }
  }
}
