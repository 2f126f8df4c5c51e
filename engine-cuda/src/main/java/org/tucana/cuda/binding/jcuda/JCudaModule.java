package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaModule;

/** A module through JCuda. */
record JCudaModule(JCudaContext context, CUmodule handle) implements CudaModule {
  @Override
  public CudaFunction function(String name) {
    context.enter();
    CUfunction function = new CUfunction();
    check(
        "cuModuleGetFunction of " + name, JCudaDriver.cuModuleGetFunction(function, handle, name));
    return new JCudaFunction(function);
  }

  @Override
  public void close() {
    context.enter();
    check("cuModuleUnload", JCudaDriver.cuModuleUnload(handle));
  }
}
