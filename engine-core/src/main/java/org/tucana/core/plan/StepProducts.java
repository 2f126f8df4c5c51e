package org.tucana.core.plan;

import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;

/**
 * The products among a plan's steps, with what was fused into them; each backend has ways of its
 * own. Weights have batch normalisation folded in; operands are row-major.
 */
public interface StepProducts {
  /** True where convolutions take x and residual with any strides. */
  default boolean takesViews() {
    return false;
  }

  /** True for steps that the backend runs in a way of its own. */
  default boolean takes(FusedStep step) {
    return false;
  }

  /** Runs a step that the backend {@linkplain #takes takes}, of operands with any strides. */
  default void run(FusedStep step, Operand[] places, Workspace workspace) {
    throw new IllegalStateException("plan: " + step.name() + " is no step of this backend's own");
  }

  void convolution(
      FusedStep step,
      Conv2d conv,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace);

  /** The epilogue's bias is one value a channel of y. */
  void transposed(
      ConvTranspose2d conv,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace);

  void linear(
      FusedStep step,
      Linear linear,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace);
}
