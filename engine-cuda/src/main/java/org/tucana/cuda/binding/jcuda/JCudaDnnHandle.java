package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDnn.check;

import java.util.OptionalLong;
import java.util.function.ToIntFunction;
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

/**
 * A cuDNN handle through JCudnn, by cuDNN's legacy functions. The stream's lock is the handle's
 * too: a call of another thread would else become part of a capture.
 */
final class JCudaDnnHandle implements DnnHandle {
  private final JCudaStream stream;
  private final cudnnHandle handle = new cudnnHandle();

  JCudaDnnHandle(JCudaContext context, JCudaStream stream) {
    this.stream = stream;
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

  private boolean call(String name, ToIntFunction<DnnDescriptors> function) {
    try (DnnDescriptors descriptors = new DnnDescriptors()) {
      return ran(name, stream.codeOf(() -> function.applyAsInt(descriptors)));
    }
  }

  @Override
  public OptionalLong workBytes(ConvolutionAlgorithm algorithm, ConvolutionProblem problem) {
    long[] bytes = new long[1];
    boolean has =
        call(
            "the size of the work memory of " + algorithm,
            descriptors -> workBytes(algorithm, Described.by(descriptors, problem), bytes));
    return has ? OptionalLong.of(bytes[0]) : OptionalLong.empty();
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
  public boolean convolve(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      DeviceBlock work) {
    return call(
        "cuDNN's " + algorithm,
        descriptors -> convolve(algorithm, Described.by(descriptors, problem), data, work));
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
  public boolean convolveAndFinish(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      ConvolutionFinish finish,
      DeviceBlock work) {
    return call(
        "cudnnConvolutionBiasActivationForward by " + algorithm,
        descriptors -> {
          Described d = Described.by(descriptors, problem);
          Pointer one = Scalars.one(d.precision);
          Pointer zero = Scalars.zero(d.precision);
          Pointer y = new DevicePointer(data.y());
          boolean adds = finish.residual().isPresent();
          return JCudnn.cudnnConvolutionBiasActivationForward(
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
              y);
        });
  }

  @Override
  public boolean normalize(
      double epsilon, DeviceTensor x, ChannelStatistics channels, DeviceTensor y) {
    Precision precision = precision(x);
    return call(
        "cudnnBatchNormalizationForwardInference",
        descriptors ->
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

  @Override
  public boolean averageWindows(DeviceTensor x, DeviceTensor y) {
    Precision precision = precision(x);
    return call(
        "cudnnPoolingForward",
        descriptors ->
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

  /** Means need neither y nor x, but cuDNN wants addresses; it is given those of the gradients. */
  @Override
  public boolean averageWindowsGradient(DeviceTensor dy, DeviceTensor dx) {
    Precision precision = precision(dx);
    return call(
        "cudnnPoolingBackward",
        descriptors -> {
          cudnnTensorDescriptor y = descriptors.tensor(dy.layout());
          cudnnTensorDescriptor x = descriptors.tensor(dx.layout());
          Pointer from = new DevicePointer(dy.address());
          Pointer to = new DevicePointer(dx.address());
          return JCudnn.cudnnPoolingBackward(
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
              to);
        });
  }

  private static cudnnPoolingDescriptor windows(
      DnnDescriptors descriptors, DeviceTensor large, DeviceTensor small) {
    Shape x = large.layout().type().shape();
    Shape y = small.layout().type().shape();
    return descriptors.windows(x.dim(2) / y.dim(2), x.dim(3) / y.dim(3));
  }

  @Override
  public boolean softmax(boolean logarithm, DeviceTensor x, DeviceTensor y) {
    Precision precision = precision(x);
    return call(
        "cudnnSoftmaxForward",
        descriptors -> {
          cudnnTensorDescriptor layout = descriptors.tensor(x.layout());
          return JCudnn.cudnnSoftmaxForward(
              handle,
              softmaxAlgorithm(logarithm),
              cudnnSoftmaxMode.CUDNN_SOFTMAX_MODE_CHANNEL,
              Scalars.one(precision),
              layout,
              new DevicePointer(x.address()),
              Scalars.zero(precision),
              layout,
              new DevicePointer(y.address()));
        });
  }

  @Override
  public boolean softmaxGradient(
      boolean logarithm, DeviceTensor y, DeviceTensor dy, DeviceTensor dx) {
    Precision precision = precision(y);
    return call(
        "cudnnSoftmaxBackward",
        descriptors -> {
          cudnnTensorDescriptor layout = descriptors.tensor(y.layout());
          return JCudnn.cudnnSoftmaxBackward(
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
              new DevicePointer(dx.address()));
        });
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
  public void close() {
    check("cudnnDestroy", stream.codeOf(() -> JCudnn.cudnnDestroy(handle)));
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
