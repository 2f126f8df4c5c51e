package org.tucana.nn.factor;

import java.util.Map;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.LayerForm;

/** The weight that factors stand for, by the definition, in double. */
final class Reconstruction {
  private Reconstruction() {}

  /** Of a convolution {@code conv}, by its state. */
  static HostTensor convolution(ConvSpec spec, LayerForm form, Map<String, HostTensor> state) {
    int groups = spec.geometry().groups();
    int perGroup = spec.outChannels() / groups;
    Shape shape =
        Shape.of(
            spec.outChannels(),
            spec.inChannels() / groups,
            spec.kernelRows(),
            spec.kernelColumns());
    float[] values = new float[shape.elements()];
    int next = 0;
    for (int o = 0; o < shape.dim(0); o++) {
      for (int i = 0; i < shape.dim(1); i++) {
        for (int r = 0; r < shape.dim(2); r++) {
          for (int s = 0; s < shape.dim(3); s++) {
            values[next++] =
                (float)
                    switch (form) {
                      case LayerForm.Tucker2 t -> tucker(state, t, o / perGroup, o, i, r, s);
                      case LayerForm.Svd(int rank) -> svd(state, rank, o / perGroup, o, i, r, s);
                      case LayerForm.Cp(int rank) -> cp(state, rank, o, i, r, s);
                      case LayerForm.TensorTrain _ -> throw new AssertionError(form);
                    };
          }
        }
      }
    }
    return HostTensor.of(shape, values);
  }

  private static double tucker(
      Map<String, HostTensor> state,
      LayerForm.Tucker2 form,
      int group,
      int o,
      int i,
      int r,
      int s) {
    double sum = 0;
    for (int k = 0; k < form.out(); k++) {
      for (int j = 0; j < form.in(); j++) {
        sum +=
            at(state, "conv.2.weight", o, k, 0, 0)
                * at(state, "conv.1.weight", group * form.out() + k, j, r, s)
                * at(state, "conv.0.weight", group * form.in() + j, i, 0, 0);
      }
    }
    return sum;
  }

  private static double svd(
      Map<String, HostTensor> state, int rank, int group, int o, int i, int r, int s) {
    double sum = 0;
    for (int q = 0; q < rank; q++) {
      sum +=
          at(state, "conv.1.weight", o, q, 0, 0)
              * at(state, "conv.0.weight", group * rank + q, i, r, s);
    }
    return sum;
  }

  private static double cp(Map<String, HostTensor> state, int rank, int o, int i, int r, int s) {
    double sum = 0;
    for (int q = 0; q < rank; q++) {
      sum +=
          at(state, "conv.3.weight", o, q, 0, 0)
              * at(state, "conv.2.weight", q, 0, 0, s)
              * at(state, "conv.1.weight", q, 0, r, 0)
              * at(state, "conv.0.weight", q, i, 0, 0);
    }
    return sum;
  }

  /** Of a linear layer {@code fc}, by its state. */
  static HostTensor linear(Shape shape, LayerForm form, Map<String, HostTensor> state) {
    float[] values = new float[shape.elements()];
    int next = 0;
    for (int o = 0; o < shape.dim(0); o++) {
      for (int i = 0; i < shape.dim(1); i++) {
        values[next++] =
            (float)
                switch (form) {
                  case LayerForm.Svd(int rank) -> product(state, rank, o, i);
                  case LayerForm.TensorTrain train -> train(state, train, o, i);
                  case LayerForm.Tucker2 _, LayerForm.Cp _ -> throw new AssertionError(form);
                };
      }
    }
    return HostTensor.of(shape, values);
  }

  private static double product(Map<String, HostTensor> state, int rank, int o, int i) {
    double sum = 0;
    for (int q = 0; q < rank; q++) {
      sum += at(state, "fc.1.weight", o, q) * at(state, "fc.0.weight", q, i);
    }
    return sum;
  }

  /** The product of the matrices G_k[:, o_k, i_k, :], from the last to the first. */
  private static double train(
      Map<String, HostTensor> state, LayerForm.TensorTrain form, int o, int i) {
    int outputs = o;
    int inputs = i;
    double[] right = {1};
    for (int k = form.in().size() - 1; k >= 0; k--) {
      int ok = outputs % form.out().get(k);
      int ik = inputs % form.in().get(k);
      outputs /= form.out().get(k);
      inputs /= form.in().get(k);
      double[] product = new double[k == 0 ? 1 : form.ranks().get(k - 1)];
      for (int a = 0; a < product.length; a++) {
        for (int b = 0; b < right.length; b++) {
          product[a] += at(state, "fc.core" + k, a, ok, ik, b) * right[b];
        }
      }
      right = product;
    }
    return right[0];
  }

  private static double at(Map<String, HostTensor> state, String name, int... index) {
    HostTensor values = state.get(name);
    int offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      offset = offset * values.shape().dim(axis) + index[axis];
    }
    return values.get(offset);
  }
}
