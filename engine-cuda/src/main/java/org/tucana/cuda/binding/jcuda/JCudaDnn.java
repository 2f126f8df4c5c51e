package org.tucana.cuda.binding.jcuda;

import jcuda.jcudnn.JCudnn;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.CudaVersion;
import org.tucana.cuda.binding.Dnn;
import org.tucana.cuda.binding.DnnHandle;

/** cuDNN through JCudnn. */
record JCudaDnn(CudaVersion version) implements Dnn {
  JCudaDnn() {
    this(CudaVersion.ofDnn(JCudnn.cudnnGetVersion()));
  }

  static void check(String call, int code) {
    Results.check(call, code, JCudnn::cudnnGetErrorString);
  }

  @Override
  public DnnHandle open(CudaContext context, CudaStream stream) {
    return new JCudaDnnHandle((JCudaContext) context, (JCudaStream) stream);
  }
}
