package org.tucana.cuda.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.tucana.cuda.binding.ChannelStatistics;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.DnnHandle;

/** A cuDNN whose convolutions a test sees, and of which it can take some away. */
public final class NotingDnn implements DnnHandle {
  /** A convolution that ran. */
  public record Ran(
      ConvolutionAlgorithm algorithm, ConvolutionProblem problem, ConvolutionData data) {}

  private static final int PAUSE = 20;

  private final DnnHandle target;
  private final List<Ran> ran = new ArrayList<>();
  private Predicate<ConvolutionProblem> refused = _ -> false;
  private Optional<ConvolutionAlgorithm> slow = Optional.empty();

  public NotingDnn(DnnHandle target) {
    this.target = target;
  }

  /** From now on there is no algorithm for such convolutions. */
  public void refuse(Predicate<ConvolutionProblem> problems) {
    refused = problems;
  }

  /** From now on the algorithm takes some milliseconds more. */
  public void slow(ConvolutionAlgorithm algorithm) {
    slow = Optional.of(algorithm);
  }

  public List<Ran> ran() {
    return ran;
  }

  public void forget() {
    ran.clear();
  }

  private void note(
      ConvolutionAlgorithm algorithm, ConvolutionProblem problem, ConvolutionData data) {
    ran.add(new Ran(algorithm, problem, data));
    if (slow.equals(Optional.of(algorithm))) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public OptionalLong workBytes(ConvolutionAlgorithm algorithm, ConvolutionProblem problem) {
    return refused.test(problem) ? OptionalLong.empty() : target.workBytes(algorithm, problem);
  }

  @Override
  public boolean convolve(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      DeviceBlock work) {
    note(algorithm, problem, data);
    return target.convolve(algorithm, problem, data, work);
  }

  @Override
  public boolean convolveAndFinish(
      ConvolutionAlgorithm algorithm,
      ConvolutionProblem problem,
      ConvolutionData data,
      ConvolutionFinish finish,
      DeviceBlock work) {
    note(algorithm, problem, data);
    return target.convolveAndFinish(algorithm, problem, data, finish, work);
  }

  @Override
  public boolean normalize(
      double epsilon, DeviceTensor x, ChannelStatistics channels, DeviceTensor y) {
    return target.normalize(epsilon, x, channels, y);
  }

  @Override
  public boolean averageWindows(DeviceTensor x, DeviceTensor y) {
    return target.averageWindows(x, y);
  }

  @Override
  public boolean averageWindowsGradient(DeviceTensor dy, DeviceTensor dx) {
    return target.averageWindowsGradient(dy, dx);
  }

  @Override
  public boolean softmax(boolean logarithm, DeviceTensor x, DeviceTensor y) {
    return target.softmax(logarithm, x, y);
  }

  @Override
  public boolean softmaxGradient(
      boolean logarithm, DeviceTensor y, DeviceTensor dy, DeviceTensor dx) {
    return target.softmaxGradient(logarithm, y, dy, dx);
  }

  /** Whoever opened the other closes it. */
  @Override
  public void close() {}
}
