package org.tucana.core.kernel;

import java.util.Optional;

/**
 * What a convolution or matrix product does to each output before it is stored, in this order: add
 * the bias of its channel (columns of a product), add the residual, apply ReLU.
 *
 * @param bias one value a channel
 * @param residual values of the output's shape
 * @param relu negative results become zero
 */
public record Epilogue(Optional<Operand> bias, Optional<Operand> residual, boolean relu) {
  private static final Epilogue NONE = new Epilogue(Optional.empty(), Optional.empty(), false);

  public static Epilogue none() {
    return NONE;
  }

  public static Epilogue bias(Optional<Operand> bias) {
    return new Epilogue(bias, Optional.empty(), false);
  }
}
