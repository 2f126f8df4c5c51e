package org.tucana.cuda.binding.jcuda;

import jcuda.jcudnn.cudnnConvolutionBwdDataAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo;
import jcuda.jcudnn.cudnnConvolutionFwdAlgo;
import org.tucana.cuda.binding.ConvolutionAlgorithm;

/** cuDNN's numbers for algorithms. */
final class DnnAlgorithms {
  private DnnAlgorithms() {}

  static int number(ConvolutionAlgorithm algorithm) {
    return switch (algorithm) {
      case FORWARD_IMPLICIT_GEMM ->
          cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM;
      case FORWARD_IMPLICIT_PRECOMPUTED_GEMM ->
          cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
      case FORWARD_GEMM -> cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_GEMM;
      case FORWARD_FFT -> cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_FFT;
      case FORWARD_FFT_IN_TILES -> cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_FFT_TILING;
      case FORWARD_WINOGRAD -> cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD;
      case FORWARD_WINOGRAD_IN_STEPS ->
          cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD_NONFUSED;
      case INPUT_GRADIENT_ATOMIC -> cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_0;
      case INPUT_GRADIENT_GEMM -> cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
      case INPUT_GRADIENT_FFT -> cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT;
      case INPUT_GRADIENT_FFT_IN_TILES ->
          cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT_TILING;
      case INPUT_GRADIENT_WINOGRAD ->
          cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_WINOGRAD;
      case INPUT_GRADIENT_WINOGRAD_IN_STEPS ->
          cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_WINOGRAD_NONFUSED;
      case WEIGHT_GRADIENT_ATOMIC ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_0;
      case WEIGHT_GRADIENT_GEMM ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
      case WEIGHT_GRADIENT_FFT ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT;
      case WEIGHT_GRADIENT_ATOMIC_PRECOMPUTED ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_3;
      case WEIGHT_GRADIENT_WINOGRAD_IN_STEPS ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_WINOGRAD_NONFUSED;
      case WEIGHT_GRADIENT_FFT_IN_TILES ->
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT_TILING;
    };
  }
}
