package org.tucana.cuda.binding;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Float32;
import org.tucana.cuda.binding.KernelArgument.Int32;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.launch.KernelModule;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.memory.PinnedMemory;
import org.tucana.cuda.system.CudaInstallation;

/**
 * Says what of CUDA it finds and, with the argument {@code use}, works with the first device. A
 * program of its own, since a JVM loads a native library once.
 */
final class InstallationProgram {
  private InstallationProgram() {}

  public static void main(String[] arguments) throws IOException {
    CudaInstallation found = CudaInstallation.ofThisMachine();
    System.out.println("refusal " + found.refusal().orElse("none"));
    System.out.println("versions " + found.versions());
    System.out.println("devices " + found.devices());
    if (found.refusal().isPresent()) {
      BackendException e =
          assertThrows(
              BackendException.class, () -> Backends.open("cuda", BackendOptions.defaults()));
      System.out.println("open " + e.getMessage());
    }
    if (arguments.length > 0 && arguments[0].equals("use")) {
      use();
    }
  }

  private static void use() throws IOException {
    String ptx;
    try (InputStream text =
        InstallationProgram.class.getResourceAsStream("/org/tucana/cuda/testing/fill.ptx")) {
      ptx = new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
    TensorType type = TensorType.float32(2, 3);
    try (CudaContext context = new JCudaBindings().driver().open(0);
        CudaStream stream = context.stream();
        CudaEvent start = context.event();
        CudaEvent event = context.event();
        PinnedMemory pinned = new PinnedMemory(context);
        DeviceMemory memory = new DeviceMemory(context, stream, pinned);
        KernelModule module = new KernelModule(context, "fill.ptx", ptx)) {
      Operand x = Operand.rowMajor(type, memory.allocate(type, "x"));
      Operand y = Operand.rowMajor(type, memory.allocate(type, "y"));
      memory.upload(HostTensor.of(type.shape(), 1f, 2, 3, 4, 5, 6), x);
      stream.record(start);
      stream.copy(DeviceStorage.address(x), DeviceStorage.address(y), type.bytes());
      module.launch(
          stream,
          "fill",
          new LaunchShape(1, 32, 0),
          List.of(
              new Address(DeviceStorage.address(y.slice(0, 1, 2))),
              new Int32(2),
              new Float32(0.5f)));
      stream.record(event);
      stream.await(event);
      event.synchronize();
      float elapsed = event.millisecondsSince(start);
      System.out.println("elapsed " + (elapsed > 0 && elapsed < 10_000));
      System.out.println("y " + Arrays.toString(memory.download(y.permute(1, 0)).toFloats()));
      System.out.println("free " + (context.room().total() - context.room().free()));
      memory.release(x.storage());
      memory.release(y.storage());
    }
    System.out.println("closed");
  }
}
