package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.flag;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Arguments.suffix;

import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/**
 * What follows a product or a convolution whose library does not do it: a pass over the results.
 */
public record OutputFinish(Launcher launcher) {
  /**
   * Finishes y in place. Bias, residual and y lie without gaps, the residual as y does.
   *
   * @param channels how many biases there are
   * @param inner neighbours in memory that have the same bias
   */
  public void apply(Epilogue epilogue, int channels, long inner, Operand y) {
    if (epilogue.bias().isEmpty() && epilogue.residual().isEmpty() && !epilogue.relu()) {
      return;
    }
    launcher.each(
        KernelFile.POINTWISE,
        "epilogue" + suffix(y.dtype()),
        y.elements(),
        number((long) y.elements()),
        number(channels),
        number(inner),
        address(epilogue.bias()),
        address(epilogue.residual()),
        flag(epilogue.relu()),
        address(y));
  }
}
