package org.tucana.cuda.testing;

import java.util.OptionalLong;
import org.tucana.cuda.binding.ChannelStatistics;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.DnnHandle;

/** A cuDNN that has no kernel for anything, so that those of our own are launched. */
public class RefusingDnn implements DnnHandle {
  @Override
  public OptionalLong workBytes(ConvolutionAlgorithm algorithm, ConvolutionProblem problem) {
    return OptionalLong.empty();
  }

  @Override
  public boolean convolve(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      DeviceBlock work) {
    return false;
  }

  @Override
  public boolean convolveAndFinish(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      ConvolutionFinish finish,
      DeviceBlock work) {
    return false;
  }

  @Override
  public boolean normalize(
      double epsilon, DeviceTensor x, ChannelStatistics channels, DeviceTensor y) {
    return false;
  }

  @Override
  public boolean averageWindows(DeviceTensor x, DeviceTensor y) {
    return false;
  }

  @Override
  public boolean averageWindowsGradient(DeviceTensor dy, DeviceTensor dx) {
    return false;
  }

  @Override
  public boolean softmax(boolean logarithm, DeviceTensor x, DeviceTensor y) {
    return false;
  }

  @Override
  public boolean softmaxGradient(
      boolean logarithm, DeviceTensor y, DeviceTensor dy, DeviceTensor dx) {
    return false;
  }

  @Override
  public void close() {}
}
