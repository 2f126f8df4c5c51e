package org.tucana.core.cpu;

import org.tucana.core.kernel.ConvGeometry;

/** Convolution and its gradients as their definitions say, in double. */
final class NaiveConvolution {
  private NaiveConvolution() {}

  /** What is added to what, for every product of an input and a weight. */
  private interface Term {
    void add(int output, int input, int weight);
  }

  static double[] forward(ConvolutionShape shape, float[] input, float[] weight) {
    double[] output = new double[outputs(shape)];
    terms(shape, (o, i, w) -> output[o] += (double) input[i] * weight[w]);
    return output;
  }

  static double[] inputGradient(ConvolutionShape shape, float[] gradient, float[] weight) {
    double[] result = new double[inputs(shape)];
    terms(shape, (o, i, w) -> result[i] += (double) gradient[o] * weight[w]);
    return result;
  }

  static double[] weightGradient(ConvolutionShape shape, float[] input, float[] gradient) {
    double[] result = new double[weights(shape)];
    terms(shape, (o, i, w) -> result[w] += (double) gradient[o] * input[i]);
    return result;
  }

  static int inputs(ConvolutionShape shape) {
    return shape.batch() * shape.channels() * shape.height() * shape.width();
  }

  static int weights(ConvolutionShape shape) {
    return shape.filters() * shape.groupChannels() * shape.taps();
  }

  static int outputs(ConvolutionShape shape) {
    return shape.batch() * shape.filters() * shape.outputHeight() * shape.outputWidth();
  }

  private static void terms(ConvolutionShape shape, Term term) {
    ConvGeometry geometry = shape.geometry();
    int output = 0;
    for (int n = 0; n < shape.batch(); n++) {
      for (int f = 0; f < shape.filters(); f++) {
        int firstChannel = f / shape.groupFilters() * shape.groupChannels();
        for (int i = 0; i < shape.outputHeight(); i++) {
          for (int j = 0; j < shape.outputWidth(); j++, output++) {
            int weight = f * shape.groupChannels() * shape.taps();
            for (int c = 0; c < shape.groupChannels(); c++) {
              int plane = (n * shape.channels() + firstChannel + c) * shape.height();
              for (int t = 0; t < shape.taps(); t++, weight++) {
                int y =
                    i * geometry.strideY()
                        - geometry.padY()
                        + t / shape.kernelWidth() * geometry.dilationY();
                int x =
                    j * geometry.strideX()
                        - geometry.padX()
                        + t % shape.kernelWidth() * geometry.dilationX();
                if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                  term.add(output, (plane + y) * shape.width() + x, weight);
                }
              }
            }
          }
        }
      }
    }
  }
}
