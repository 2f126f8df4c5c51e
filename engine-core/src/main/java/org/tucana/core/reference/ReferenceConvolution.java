package org.tucana.core.reference;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Convolution;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;

/**
 * Cross-correlation over two axes. Letters: N pictures, C input channels, K output channels, G
 * groups, H x W input, P x Q output, R x S kernel; c and k count channels within a group g.
 *
 * <p>Tap r of output row p reads input row h = p * strideY - padY + r * dilationY; rows outside the
 * picture are zero. With stride 2, padding 1 and a kernel of 3, output row 0 reads input rows -1
 * (zero), 0 and 1, output row 1 reads rows 1, 2 and 3.
 */
final class ReferenceConvolution implements Convolution {
  @Override
  public void forward(
      ConvGeometry g, Operand x, Operand weight, Epilogue epilogue, Operand y, Workspace ws) {
    Cells from = Cells.of(x);
    Cells kernel = Cells.of(weight);
    Cells to = Cells.of(y);
    Finish finish = new Finish(epilogue);
    int groupInputs = weight.dim(1);
    int groupOutputs = y.dim(1) / g.groups();
    int element = 0;
    for (int n = 0; n < y.dim(0); n++) {
      for (int k = 0; k < y.dim(1); k++) {
        int firstChannel = k / groupOutputs * groupInputs;
        for (int p = 0; p < y.dim(2); p++) {
          for (int q = 0; q < y.dim(3); q++) {
            double sum = 0;
            for (int c = 0; c < groupInputs; c++) {
              for (int r = 0; r < weight.dim(2); r++) {
                int h = p * g.strideY() - g.padY() + r * g.dilationY();
                for (int s = 0; s < weight.dim(3); s++) {
                  int w = q * g.strideX() - g.padX() + s * g.dilationX();
                  if (h >= 0 && h < x.dim(2) && w >= 0 && w < x.dim(3)) {
                    sum += from.at(n, firstChannel + c, h, w) * kernel.at(k, c, r, s);
                  }
                }
              }
            }
            to.set(element, finish.of(sum, k, element));
            element++;
          }
        }
      }
    }
  }

  /** Input (h, w) collects dy from every output (p, q) that read it, weighted as it was read. */
  @Override
  public void inputGradient(
      ConvGeometry g, Operand dy, Operand weight, Operand dx, Workspace workspace) {
    Cells from = Cells.of(dy);
    Cells kernel = Cells.of(weight);
    Cells to = Cells.of(dx);
    int groupInputs = weight.dim(1);
    int groupOutputs = dy.dim(1) / g.groups();
    for (int n = 0; n < dx.dim(0); n++) {
      for (int channel = 0; channel < dx.dim(1); channel++) {
        int firstOutput = channel / groupInputs * groupOutputs;
        int c = channel % groupInputs;
        for (int h = 0; h < dx.dim(2); h++) {
          for (int w = 0; w < dx.dim(3); w++) {
            double sum = 0;
            for (int k = firstOutput; k < firstOutput + groupOutputs; k++) {
              for (int r = 0; r < weight.dim(2); r++) {
                int p = readBy(h + g.padY() - r * g.dilationY(), g.strideY(), dy.dim(2));
                for (int s = 0; s < weight.dim(3); s++) {
                  int q = readBy(w + g.padX() - s * g.dilationX(), g.strideX(), dy.dim(3));
                  if (p >= 0 && q >= 0) {
                    sum += from.at(n, k, p, q) * kernel.at(k, c, r, s);
                  }
                }
              }
            }
            to.put(sum, n, channel, h, w);
          }
        }
      }
    }
  }

  /** The output row p with p * stride == place, or -1 if there is none. */
  private static int readBy(int place, int stride, int outputs) {
    return place >= 0 && place % stride == 0 && place / stride < outputs ? place / stride : -1;
  }

  /** Weight (k, c, r, s) collects dy times the input it met, over all pictures and outputs. */
  @Override
  public void weightGradient(
      ConvGeometry g, Operand x, Operand dy, Operand dw, Workspace workspace) {
    Cells from = Cells.of(x);
    Cells gradient = Cells.of(dy);
    Cells to = Cells.of(dw);
    int groupInputs = dw.dim(1);
    int groupOutputs = dy.dim(1) / g.groups();
    for (int k = 0; k < dw.dim(0); k++) {
      int firstChannel = k / groupOutputs * groupInputs;
      for (int c = 0; c < groupInputs; c++) {
        for (int r = 0; r < dw.dim(2); r++) {
          for (int s = 0; s < dw.dim(3); s++) {
            double sum = 0;
            for (int n = 0; n < dy.dim(0); n++) {
              for (int p = 0; p < dy.dim(2); p++) {
                int h = p * g.strideY() - g.padY() + r * g.dilationY();
                for (int q = 0; q < dy.dim(3); q++) {
                  int w = q * g.strideX() - g.padX() + s * g.dilationX();
                  if (h >= 0 && h < x.dim(2) && w >= 0 && w < x.dim(3)) {
                    sum += from.at(n, firstChannel + c, h, w) * gradient.at(n, k, p, q);
                  }
                }
              }
            }
            to.put(sum, k, c, r, s);
          }
        }
      }
    }
  }
}
