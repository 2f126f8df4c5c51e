package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.flag;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/**
 * Three convolutions with nothing between them in one launch, in float32: what the first two give
 * stays in shared memory and registers.
 */
public record FusedChain(Launcher launcher) {
  /**
   * Queues a chain; all operands are row-major.
   *
   * @param geometry of the core; the others have one cell and stride 1
   * @param x [N,C,H,W]
   * @param first [R,C,1,1]
   * @param core [Q,R,S,S]
   * @param last [K,Q,1,1]
   * @param y [N,K,P,O]
   * @throws BackendException where no kernel does it
   */
  public void run(
      ConvGeometry geometry,
      Operand x,
      Operand first,
      Operand core,
      Operand last,
      Epilogue epilogue,
      Operand y) {
    ChainSizes sizes =
        ChainSizes.of(geometry, x.shape(), core.shape(), last.dim(0))
            .orElseThrow(() -> refusal(geometry, core));
    ChainKernel kernel = ChainKernel.of(sizes).orElseThrow(() -> refusal(geometry, core));
    launcher.blocks(
        KernelFile.CHAIN,
        kernel.name(),
        sizes.tiles(),
        kernel.threads(),
        kernel.sharedBytes(),
        sizes.struct(),
        address(x),
        address(first),
        address(core),
        address(last),
        address(epilogue.bias()),
        address(epilogue.residual()),
        flag(epilogue.relu()),
        address(y));
  }

  private static BackendException refusal(ConvGeometry geometry, Operand core) {
    return new BackendException(
        "chain: no kernel does it, expected a square core of at most 128 ranks whose inner map fits"
            + " shared memory, got "
            + core.shape()
            + " with "
            + geometry
            + "; run three convolutions");
  }
}
