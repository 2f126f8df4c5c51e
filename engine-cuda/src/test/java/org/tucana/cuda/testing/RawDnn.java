package org.tucana.cuda.testing;

import static org.tucana.cuda.testing.RawDevice.check;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;

/** cuDNN by the calls of JCudnn on a device; descriptors end with it. */
final class RawDnn implements AutoCloseable {
  static final int BAD_PARAM = 2000;
  static final int NOT_SUPPORTED = 3000;
  static final int EXECUTION_FAILED = 5000;

  final RawDevice device = new RawDevice();
  final cudnnHandle handle = new cudnnHandle();
  private final Deque<Runnable> closing = new ArrayDeque<>();

  RawDnn() {
    check(JCudnn.cudnnCreate(handle));
    check(JCudnn.cudnnSetStream(handle, device.runtimeStream()));
  }

  static int type(boolean doubles) {
    return doubles ? cudnnDataType.CUDNN_DATA_DOUBLE : cudnnDataType.CUDNN_DATA_FLOAT;
  }

  private static int format(boolean channelsLast) {
    return channelsLast ? cudnnTensorFormat.CUDNN_TENSOR_NHWC : cudnnTensorFormat.CUDNN_TENSOR_NCHW;
  }

  cudnnTensorDescriptor tensor(boolean doubles, boolean channelsLast, int n, int c, int h, int w) {
    cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
    check(JCudnn.cudnnCreateTensorDescriptor(tensor));
    closing.push(() -> check(JCudnn.cudnnDestroyTensorDescriptor(tensor)));
    check(
        JCudnn.cudnnSetTensor4dDescriptor(tensor, format(channelsLast), type(doubles), n, c, h, w));
    return tensor;
  }

  cudnnTensorDescriptor channels(boolean doubles, int c) {
    return tensor(doubles, false, 1, c, 1, 1);
  }

  cudnnFilterDescriptor filter(boolean doubles, PlainConvolution p) {
    cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
    check(JCudnn.cudnnCreateFilterDescriptor(filter));
    closing.push(() -> check(JCudnn.cudnnDestroyFilterDescriptor(filter)));
    check(
        JCudnn.cudnnSetFilter4dDescriptor(
            filter,
            type(doubles),
            format(p.channelsLast()),
            p.k(),
            p.c() / p.groups(),
            p.r(),
            p.s()));
    return filter;
  }

  cudnnConvolutionDescriptor convolution(boolean doubles, PlainConvolution p) {
    cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    check(JCudnn.cudnnCreateConvolutionDescriptor(convolution));
    closing.push(() -> check(JCudnn.cudnnDestroyConvolutionDescriptor(convolution)));
    check(
        JCudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            p.pad(),
            p.padColumns(),
            p.stride(),
            p.stride(),
            p.dilation(),
            p.dilation(),
            cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
            type(doubles)));
    check(JCudnn.cudnnSetConvolutionGroupCount(convolution, p.groups()));
    check(JCudnn.cudnnSetConvolutionMathType(convolution, cudnnMathType.CUDNN_FMA_MATH));
    return convolution;
  }

  cudnnActivationDescriptor activation(int mode) {
    cudnnActivationDescriptor activation = new cudnnActivationDescriptor();
    check(JCudnn.cudnnCreateActivationDescriptor(activation));
    closing.push(() -> check(JCudnn.cudnnDestroyActivationDescriptor(activation)));
    check(JCudnn.cudnnSetActivationDescriptor(activation, mode, 1, 0));
    return activation;
  }

  cudnnPoolingDescriptor pooling(int mode, int window, int pad, int stride) {
    cudnnPoolingDescriptor pooling = new cudnnPoolingDescriptor();
    check(JCudnn.cudnnCreatePoolingDescriptor(pooling));
    closing.push(() -> check(JCudnn.cudnnDestroyPoolingDescriptor(pooling)));
    check(
        JCudnn.cudnnSetPooling2dDescriptor(
            pooling, mode, 1, window, window, pad, pad, stride, stride));
    return pooling;
  }

  /** Room for a number of bytes, which may be 0. */
  CUdeviceptr work(long bytes) {
    return bytes == 0 ? new CUdeviceptr() : device.empty(bytes);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    check(JCudnn.cudnnDestroy(handle));
    device.close();
  }
}
