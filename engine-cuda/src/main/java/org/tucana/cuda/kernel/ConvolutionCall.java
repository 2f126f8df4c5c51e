package org.tucana.cuda.kernel;

import java.util.Optional;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionDirection;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.binding.Precision;

/**
 * One convolution or gradient that cuDNN is asked for.
 *
 * @param finish what it may do to the results of a forward convolution in the same pass
 * @param winograd whether Winograd's transforms are allowed
 */
record ConvolutionCall(
    ConvolutionDirection direction,
    ConvolutionProblem problem,
    ConvolutionData data,
    Optional<ConvolutionFinish> finish,
    boolean winograd) {

  /** What decides about an algorithm: everything but the numbers. */
  record Form(
      ConvolutionDirection direction,
      ConvolutionProblem problem,
      Optional<Finish> finish,
      boolean winograd) {}

  /** A finish without its numbers. */
  record Finish(boolean adds, boolean relu) {}

  /**
   * A way to compute it.
   *
   * @param finishes whether it does the finish too
   * @param workBytes memory that it works in
   */
  record Choice(ConvolutionAlgorithm algorithm, boolean finishes, long workBytes) {}

  Form form() {
    return new Form(
        direction,
        problem,
        finish.map(f -> new Finish(f.residual().isPresent(), f.relu())),
        winograd && problem.precision() == Precision.FLOAT32);
  }

  /** Queues it; false where cuDNN turns out not to have it. */
  boolean run(DnnHandle dnn, Choice choice, DeviceBlock work) {
    return choice.finishes()
        ? dnn.convolveAndFinish(choice.algorithm(), problem, data, finish.orElseThrow(), work)
        : dnn.convolve(choice.algorithm(), problem, data, work);
  }

  /** The same with numbers from elsewhere. */
  ConvolutionCall on(ConvolutionData other) {
    return new ConvolutionCall(direction, problem, other, finish, winograd);
  }
}
