package org.tucana.cuda.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/** The kernels of one PTX text on a device; checks each launch against the kernel's declaration. */
public final class KernelModule implements AutoCloseable {
  private final String name;
  private final Map<String, KernelSignature> signatures;
  private final CudaModule module;
  private final Map<String, CudaFunction> functions = new HashMap<>();

  /** Compiles the text; the name is for messages. */
  public KernelModule(CudaContext context, String name, String ptx) {
    this.name = name;
    signatures = KernelSignatures.parse(ptx);
    module = context.load(ptx);
  }

  /**
   * Queues a kernel.
   *
   * @throws BackendException where there is no such kernel or the arguments do not fit it
   */
  public void launch(
      CudaStream stream, String kernel, LaunchShape shape, List<KernelArgument> arguments) {
    KernelSignature signature = signatures.get(kernel);
    if (signature == null) {
      throw new BackendException(
          "kernel " + kernel + ": there is none of that name in " + name + "; build the kernels");
    }
    signature.check(shape, arguments);
    stream.launch(function(kernel), shape, arguments);
  }

  private synchronized CudaFunction function(String kernel) {
    return functions.computeIfAbsent(kernel, module::function);
  }

  @Override
  public void close() {
    module.close();
  }
}
