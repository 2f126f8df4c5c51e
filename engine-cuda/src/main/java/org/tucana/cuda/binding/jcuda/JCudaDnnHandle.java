package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDnn.check;

import java.util.OptionalLong;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBatchNormMode;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnSoftmaxAlgorithm;
import jcuda.jcudnn.cudnnSoftmaxMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.runtime.cudaStream_t;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.ChannelStatistics;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.binding.Precision;

/** A cuDNN handle through JCudnn, by cuDNN's legacy functions. */
final class JCudaDnnHandle implements DnnHandle {
  private final JCudaContext context;
  private final cudnnHandle handle = new cudnnHandle();

  JCudaDnnHandle(JCudaContext context, JCudaStream stream) {
    this.context = context;
    context.enter();
    JCudnn.setExceptionsEnabled(false);
    check("cudnnCreate", JCudnn.cudnnCreate(handle));
    try {
      check("cudnnSetStream", JCudnn.cudnnSetStream(handle, new cudaStream_t(stream.handle())));
    } catch (BackendException e) {
      close();
      throw e;
    }
  }

  /**
   * Whether a call ran. In cuDNN 9, codes from 2000 on call parameters bad and those from 3000 on
   * not supported; it answers either where it has no kernel for a combination.
   */
  private static boolean ran(String call, int code) {
    if (code >= 2000 && code < 4000) {
      return false;
    }
    check(call, code);
    return true;
  }

  @Override
  public synchronized OptionalLong workBytes(
      ConvolutionAlgorithm algorithm, ConvolutionProblem problem) {
    context.enter();
    long[] bytes = new long[1];
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      int code = workBytes(algorithm, Described.by(descriptors, problem), bytes);
      return ran("the size of the work memory of " + algorithm, code)
          ? OptionalLong.of(bytes[0])
          : OptionalLong.empty();
    }
  }

  private int workBytes(ConvolutionAlgorithm algorithm, Described d, long[] bytes) {
    int number = DnnAlgorithms.number(algorithm);
    return switch (algorithm.direction()) {
      case FORWARD ->
          JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
              handle, d.x, d.weight, d.convolution, d.y, number, bytes);
      case INPUT_GRADIENT ->
          JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
              handle, d.weight, d.y, d.convolution, d.x, number, bytes);
      case WEIGHT_GRADIENT ->
          JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
              handle, d.x, d.y, d.convolution, d.weight, number, bytes);
    };
  }

  @Override
  public synchronized boolean convolve(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      DeviceBlock work) {
    context.enter();
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      int code = convolve(algorithm, Described.by(descriptors, problem), data, work);
      return ran("cuDNN's " + algorithm, code);
    }
  }

  private int convolve(
      ConvolutionAlgorithm algorithm, Described d, ConvolutionData data, DeviceBlock work) {
    Pointer one = Scalars.one(d.precision);
    Pointer zero = Scalars.zero(d.precision);
    Pointer x = new DevicePointer(data.x());
    Pointer weight = new DevicePointer(data.weight());
    Pointer y = new DevicePointer(data.y());
    Pointer memory = new DevicePointer(work.address());
    int number = DnnAlgorithms.number(algorithm);
    return switch (algorithm.direction()) {
      case FORWARD ->
          JCudnn.cudnnConvolutionForward(
              handle,
              one,
              d.x,
              x,
              d.weight,
              weight,
              d.convolution,
              number,
              memory,
              work.bytes(),
              zero,
              d.y,
              y);
      case INPUT_GRADIENT ->
          JCudnn.cudnnConvolutionBackwardData(
              handle,
              one,
              d.weight,
              weight,
              d.y,
              y,
              d.convolution,
              number,
              memory,
              work.bytes(),
              zero,
              d.x,
              x);
      case WEIGHT_GRADIENT ->
          JCudnn.cudnnConvolutionBackwardFilter(
              handle,
              one,
              d.x,
              x,
              d.y,
              y,
              d.convolution,
              number,
              memory,
              work.bytes(),
              zero,
              d.weight,
              weight);
    };
  }

  /** The residual is cuDNN's z; where there is none, z is y with a factor of 0. */
  @Override
  public synchronized boolean convolveAndFinish(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      ConvolutionFinish finish,
      DeviceBlock work) {
    context.enter();
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      Described d = Described.by(descriptors, problem);
      Pointer one = Scalars.one(d.precision);
      Pointer zero = Scalars.zero(d.precision);
      Pointer y = new DevicePointer(data.y());
      boolean adds = finish.residual().isPresent();
      return ran(
          "cudnnConvolutionBiasActivationForward by " + algorithm,
          JCudnn.cudnnConvolutionBiasActivationForward(
              handle,
              one,
              d.x,
              new DevicePointer(data.x()),
              d.weight,
              new DevicePointer(data.weight()),
              d.convolution,
              DnnAlgorithms.number(algorithm),
              new DevicePointer(work.address()),
              work.bytes(),
              adds ? one : zero,
              d.y,
              adds ? new DevicePointer(finish.residual().getAsLong()) : y,
              descriptors.channels(problem.y()),
              new DevicePointer(finish.bias()),
              descriptors.activation(finish.relu()),
              d.y,
              y));
    }
  }

  @Override
  public synchronized boolean normalize(
      double epsilon, DeviceTensor x, ChannelStatistics channels, DeviceTensor y) {
    context.enter();
    Precision precision = precision(x);
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      return ran(
          "cudnnBatchNormalizationForwardInference",
          JCudnn.cudnnBatchNormalizationForwardInference(
              handle,
              cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL,
              Scalars.one(precision),
              Scalars.zero(precision),
              descriptors.tensor(x.layout()),
              new DevicePointer(x.address()),
              descriptors.tensor(y.layout()),
              new DevicePointer(y.address()),
              descriptors.channels(x.layout()),
              new DevicePointer(channels.scale()),
              new DevicePointer(channels.shift()),
              new DevicePointer(channels.mean()),
              new DevicePointer(channels.variance()),
              epsilon));
    }
  }

  @Override
  public synchronized boolean averageWindows(DeviceTensor x, DeviceTensor y) {
    context.enter();
    Precision precision = precision(x);
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      return ran(
          "cudnnPoolingForward",
          JCudnn.cudnnPoolingForward(
              handle,
              windows(descriptors, x, y),
              Scalars.one(precision),
              descriptors.tensor(x.layout()),
              new DevicePointer(x.address()),
              Scalars.zero(precision),
              descriptors.tensor(y.layout()),
              new DevicePointer(y.address())));
    }
  }

  /** Means need neither y nor x, but cuDNN wants addresses; it is given those of the gradients. */
  @Override
  public synchronized boolean averageWindowsGradient(DeviceTensor dy, DeviceTensor dx) {
    context.enter();
    Precision precision = precision(dx);
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      cudnnTensorDescriptor y = descriptors.tensor(dy.layout());
      cudnnTensorDescriptor x = descriptors.tensor(dx.layout());
      Pointer from = new DevicePointer(dy.address());
      Pointer to = new DevicePointer(dx.address());
      return ran(
          "cudnnPoolingBackward",
          JCudnn.cudnnPoolingBackward(
              handle,
              windows(descriptors, dx, dy),
              Scalars.one(precision),
              y,
              from,
              y,
              from,
              x,
              to,
              Scalars.zero(precision),
              x,
              to));
    }
  }

  private static cudnnPoolingDescriptor windows(
      DnnDescriptors descriptors, DeviceTensor large, DeviceTensor small) {
    Shape x = large.layout().type().shape();
    Shape y = small.layout().type().shape();
    return descriptors.windows(x.dim(2) / y.dim(2), x.dim(3) / y.dim(3));
  }

  @Override
  public synchronized boolean softmax(boolean logarithm, DeviceTensor x, DeviceTensor y) {
    context.enter();
    Precision precision = precision(x);
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      cudnnTensorDescriptor layout = descriptors.tensor(x.layout());
      return ran(
          "cudnnSoftmaxForward",
          JCudnn.cudnnSoftmaxForward(
              handle,
              softmaxAlgorithm(logarithm),
              cudnnSoftmaxMode.CUDNN_SOFTMAX_MODE_CHANNEL,
              Scalars.one(precision),
              layout,
              new DevicePointer(x.address()),
              Scalars.zero(precision),
              layout,
              new DevicePointer(y.address())));
    }
  }

  @Override
  public synchronized boolean softmaxGradient(
      boolean logarithm, DeviceTensor y, DeviceTensor dy, DeviceTensor dx) {
    context.enter();
    Precision precision = precision(y);
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      cudnnTensorDescriptor layout = descriptors.tensor(y.layout());
      return ran(
          "cudnnSoftmaxBackward",
          JCudnn.cudnnSoftmaxBackward(
              handle,
              softmaxAlgorithm(logarithm),
              cudnnSoftmaxMode.CUDNN_SOFTMAX_MODE_CHANNEL,
              Scalars.one(precision),
              layout,
              new DevicePointer(y.address()),
              layout,
              new DevicePointer(dy.address()),
              Scalars.zero(precision),
              layout,
              new DevicePointer(dx.address())));
    }
  }

  private static int softmaxAlgorithm(boolean logarithm) {
    return logarithm
        ? cudnnSoftmaxAlgorithm.CUDNN_SOFTMAX_LOG
        : cudnnSoftmaxAlgorithm.CUDNN_SOFTMAX_ACCURATE;
  }

  private static Precision precision(DeviceTensor tensor) {
    return tensor.layout().type().dtype() == DType.FLOAT64 ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  @Override
  public synchronized void close() {
    context.enter();
    check("cudnnDestroy", JCudnn.cudnnDestroy(handle));
  }

  /** The descriptors of a convolution. */
  private record Described(
      cudnnTensorDescriptor x,
      cudnnFilterDescriptor weight,
      cudnnConvolutionDescriptor convolution,
      cudnnTensorDescriptor y,
      Precision precision) {
    static Described by(DnnDescriptors descriptors, ConvolutionProblem problem) {
      return new Described(
          descriptors.tensor(problem.x()),
          descriptors.filter(problem.weight()),
          descriptors.convolution(problem),
          descriptors.tensor(problem.y()),
          problem.precision());
    }
  }
}
