package org.tucana.nn.classifier;

import java.util.List;
import org.tucana.core.Parameter;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.LinearLayer;

/**
 * Brings features to mean 0 and, all F together, to a squared length of 1 on the average: (x -
 * mean) / (deviation * sqrt(F)). The curvature of a linear classifier's loss is then below 1
 * whatever the features are, so that one rate and one weight decay fit all.
 */
final class Standardization {
  /** Keeps features that never change at zero. */
  private static final double SMALLEST_DEVIATION = 1e-6;

  private final double[] mean;
  private final double[] scale;

  private Standardization(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  /** Measures mean and deviation of each feature over rows, in double. */
  static Standardization of(List<float[]> rows) {
    int features = rows.getFirst().length;
    double[] mean = new double[features];
    double[] scale = new double[features];
    for (int f = 0; f < features; f++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[f];
      }
      mean[f] = sum / rows.size();
      double squares = 0;
      for (float[] row : rows) {
        squares += (row[f] - mean[f]) * (row[f] - mean[f]);
      }
      double deviation = Math.sqrt(squares / rows.size());
      scale[f] = 1 / (Math.max(deviation, SMALLEST_DEVIATION) * Math.sqrt(features));
    }
    return new Standardization(mean, scale);
  }

  float[] apply(float[] row) {
    float[] standard = new float[row.length];
    for (int f = 0; f < row.length; f++) {
      standard[f] = (float) ((row[f] - mean[f]) * scale[f]);
    }
    return standard;
  }

  /**
   * Makes a layer that was trained on standard features take features as they are: W' = W diag(s),
   * b' = b - W' m.
   */
  void foldInto(LinearLayer head) {
    List<Parameter> parameters = head.parameters();
    Parameter weight = parameters.get(0);
    Parameter bias = parameters.get(1);
    float[] weights = weight.read().toFloats();
    float[] biases = bias.read().toFloats();
    for (int k = 0; k < biases.length; k++) {
      double shift = 0;
      for (int f = 0; f < mean.length; f++) {
        double folded = weights[k * mean.length + f] * scale[f];
        weights[k * mean.length + f] = (float) folded;
        shift += folded * mean[f];
      }
      biases[k] = (float) (biases[k] - shift);
    }
    weight.assign(HostTensor.of(weight.type().shape(), weights));
    bias.assign(HostTensor.of(bias.type().shape(), biases));
  }
}
