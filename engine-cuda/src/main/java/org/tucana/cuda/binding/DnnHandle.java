package org.tucana.cuda.binding;

import java.util.OptionalLong;

/**
 * cuDNN at work in one stream. Methods queue work, overwrite what they compute and may be called
 * from any thread; those that return false have done nothing, since cuDNN has no kernel for what
 * was asked. Sizes are at least 1.
 */
public interface DnnHandle extends AutoCloseable {
  /** How much memory an algorithm works in; empty where it does not do the convolution. */
  OptionalLong workBytes(ConvolutionAlgorithm algorithm, ConvolutionProblem problem);

  /** A convolution or a gradient of one, as the algorithm's direction says. */
  boolean convolve(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      DeviceBlock work);

  /** A convolution forward and its finish in one. */
  boolean convolveAndFinish(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      ConvolutionFinish finish,
      DeviceBlock work);

  /** y = scale * (x - mean) / sqrt(variance + epsilon) + shift, by channel. */
  boolean normalize(double epsilon, DeviceTensor x, ChannelStatistics channels, DeviceTensor y);

  /** Means of windows that lie side by side; x is a whole number of times larger than y. */
  boolean averageWindows(DeviceTensor x, DeviceTensor y);

  /** dx of {@link #averageWindows}. */
  boolean averageWindowsGradient(DeviceTensor dy, DeviceTensor dx);

  /** Softmax over the channels, or its logarithm. */
  boolean softmax(boolean logarithm, DeviceTensor x, DeviceTensor y);

  /** dx of {@link #softmax} from its result. */
  boolean softmaxGradient(boolean logarithm, DeviceTensor y, DeviceTensor dy, DeviceTensor dx);

  @Override
  void close();
}
