package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDnn.check;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnActivationMode;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnNanPropagation;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnPoolingMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.binding.TensorLayout;

/**
 * The descriptors of one call. They are small objects of the host, which no queued work refers to.
 */
final class DnnDescriptors implements AutoCloseable {
  private final Deque<Runnable> made = new ArrayDeque<>();

  private void created(String kind, int code, Runnable destroy) {
    check("cudnnCreate" + kind, code);
    made.push(destroy);
  }

  cudnnTensorDescriptor tensor(TensorLayout layout) {
    Shape sizes = layout.type().shape();
    int[] strides = layout.strides();
    cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
    created(
        "TensorDescriptor",
        JCudnn.cudnnCreateTensorDescriptor(tensor),
        () -> JCudnn.cudnnDestroyTensorDescriptor(tensor));
    check(
        "cudnnSetTensor4dDescriptorEx",
        JCudnn.cudnnSetTensor4dDescriptorEx(
            tensor,
            type(layout.type().dtype()),
            sizes.dim(0),
            sizes.dim(1),
            sizes.dim(2),
            sizes.dim(3),
            strides[0],
            strides[1],
            strides[2],
            strides[3]));
    return tensor;
  }

  /** One number a channel of a tensor [N,C,H,W]. */
  cudnnTensorDescriptor channels(TensorLayout layout) {
    TensorType type = layout.type();
    return tensor(TensorLayout.rowMajor(type.withShape(Shape.of(1, type.shape().dim(1), 1, 1))));
  }

  cudnnFilterDescriptor filter(TensorLayout layout) {
    Shape sizes = layout.type().shape();
    cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
    created(
        "FilterDescriptor",
        JCudnn.cudnnCreateFilterDescriptor(filter),
        () -> JCudnn.cudnnDestroyFilterDescriptor(filter));
    // Sizes come in this order in either format.
    check(
        "cudnnSetFilter4dDescriptor",
        JCudnn.cudnnSetFilter4dDescriptor(
            filter,
            type(layout.type().dtype()),
            layout.order() == ChannelOrder.CHANNELS_LAST
                ? cudnnTensorFormat.CUDNN_TENSOR_NHWC
                : cudnnTensorFormat.CUDNN_TENSOR_NCHW,
            sizes.dim(0),
            sizes.dim(1),
            sizes.dim(2),
            sizes.dim(3)));
    return filter;
  }

  cudnnConvolutionDescriptor convolution(ConvolutionProblem problem) {
    ConvGeometry g = problem.geometry();
    cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    created(
        "ConvolutionDescriptor",
        JCudnn.cudnnCreateConvolutionDescriptor(convolution),
        () -> JCudnn.cudnnDestroyConvolutionDescriptor(convolution));
    check(
        "cudnnSetConvolution2dDescriptor",
        JCudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            g.padY(),
            g.padX(),
            g.strideY(),
            g.strideX(),
            g.dilationY(),
            g.dilationX(),
            cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
            type(problem.y().type().dtype())));
    check(
        "cudnnSetConvolutionGroupCount",
        JCudnn.cudnnSetConvolutionGroupCount(convolution, g.groups()));
    check(
        "cudnnSetConvolutionMathType",
        JCudnn.cudnnSetConvolutionMathType(convolution, math(problem.precision())));
    return convolution;
  }

  /** The default lets float32 tensors be multiplied as TF32. */
  private static int math(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> cudnnMathType.CUDNN_FMA_MATH;
      case TF32, FLOAT64 -> cudnnMathType.CUDNN_DEFAULT_MATH;
    };
  }

  /** ReLU or nothing, as the fused convolution takes it: it knows no other treatment of NaN. */
  cudnnActivationDescriptor activation(boolean relu) {
    cudnnActivationDescriptor activation = new cudnnActivationDescriptor();
    created(
        "ActivationDescriptor",
        JCudnn.cudnnCreateActivationDescriptor(activation),
        () -> JCudnn.cudnnDestroyActivationDescriptor(activation));
    check(
        "cudnnSetActivationDescriptor",
        JCudnn.cudnnSetActivationDescriptor(
            activation,
            relu
                ? cudnnActivationMode.CUDNN_ACTIVATION_RELU
                : cudnnActivationMode.CUDNN_ACTIVATION_IDENTITY,
            cudnnNanPropagation.CUDNN_NOT_PROPAGATE_NAN,
            Double.MAX_VALUE));
    return activation;
  }

  /** Means of windows side by side. */
  cudnnPoolingDescriptor windows(int rows, int columns) {
    cudnnPoolingDescriptor pooling = new cudnnPoolingDescriptor();
    created(
        "PoolingDescriptor",
        JCudnn.cudnnCreatePoolingDescriptor(pooling),
        () -> JCudnn.cudnnDestroyPoolingDescriptor(pooling));
    check(
        "cudnnSetPooling2dDescriptor",
        JCudnn.cudnnSetPooling2dDescriptor(
            pooling,
            cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING,
            cudnnNanPropagation.CUDNN_PROPAGATE_NAN,
            rows,
            columns,
            0,
            0,
            rows,
            columns));
    return pooling;
  }

  private static int type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> cudnnDataType.CUDNN_DATA_FLOAT;
      case FLOAT64 -> cudnnDataType.CUDNN_DATA_DOUBLE;
      default -> throw new BackendException("cuda: cuDNN is not used for " + dtype);
    };
  }

  /** Destroying what was created cannot fail. */
  @Override
  public void close() {
    made.forEach(Runnable::run);
    made.clear();
  }
}
