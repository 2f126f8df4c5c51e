package org.tucana.cuda.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Float32;
import org.tucana.cuda.binding.KernelArgument.Int32;
import org.tucana.cuda.binding.LaunchShape;
import org.tucana.cuda.binding.jcuda.JCudaBindings;

/** Fills as many elements of a block of four as it is told, then frees the block. */
final class SoftwareMemoryProgram {
  private SoftwareMemoryProgram() {}

  public static void main(String[] arguments) throws IOException {
    String ptx;
    try (InputStream text =
        SoftwareMemoryProgram.class.getResourceAsStream("/org/tucana/cuda/testing/fill.ptx")) {
      ptx = new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
    CudaDriver driver = new JCudaBindings().driver();
    driver.initialize();
    CudaContext context = driver.open(0);
    System.out.println("room " + context.room());
    System.out.println("too much " + context.allocate(1001));
    long block = context.allocate(16).orElseThrow();
    CudaStream stream = context.stream();
    CudaModule module = context.load(ptx);
    stream.launch(
        module.function("fill"),
        new LaunchShape(1, 32, 0),
        List.of(new Address(block), new Int32(Integer.parseInt(arguments[0])), new Float32(1)));
    System.out.println("launched");
    context.free(block);
    module.close();
    stream.close();
    context.allocate(8);
    context.close();
  }
}
