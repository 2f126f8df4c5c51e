package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaGraph;
import org.tucana.cuda.binding.CudaStream;

/** A graph through JCuda. */
record JCudaGraph(JCudaContext context, CUgraphExec handle) implements CudaGraph {
  @Override
  public void launch(CudaStream stream) {
    JCudaStream in = (JCudaStream) stream;
    in.exclusively(() -> {
      context.enter();
      check("cuGraphLaunch", JCudaDriver.cuGraphLaunch(handle, in.handle()));
    });
  }

  @Override
  public void close() {
    context.enter();
    check("cuGraphExecDestroy", JCudaDriver.cuGraphExecDestroy(handle));
  }
}
