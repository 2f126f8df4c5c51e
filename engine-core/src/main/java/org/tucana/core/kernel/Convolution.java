package org.tucana.core.kernel;

/**
 * Cross-correlation over two axes. Letters: N pictures, C input channels, K output channels, G
 * groups, R x S kernel. x [N,C,H,W], weight [K,C/G,R,S], y [N,K,P,Q], all row-major.
 */
public interface Convolution {
  void forward(
      ConvGeometry geometry,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace);

  /** dx from dy; also the forward pass of a transposed convolution. */
  void inputGradient(
      ConvGeometry geometry, Operand dy, Operand weight, Operand dx, Workspace workspace);

  void weightGradient(
      ConvGeometry geometry, Operand x, Operand dy, Operand dw, Workspace workspace);
}
