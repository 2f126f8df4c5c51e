package org.tucana.core.op;

import org.tucana.core.Tensor;

/** Nonlinear functions of networks. */
public final class Activations {
  private Activations() {}

  /** max(x, 0). */
  public static Tensor relu(Tensor x) {
    return x.session().one(new Relu(), x);
  }

  /** 1 / (1 + exp(-x)). */
  public static Tensor sigmoid(Tensor x) {
    return x.session().one(new Sigmoid(), x);
  }

  /** Hyperbolic tangent. */
  public static Tensor tanh(Tensor x) {
    return x.session().one(new Tanh(), x);
  }

  /** exp(x) / sum exp(x) along an axis; negative axes count from the end. */
  public static Tensor softmax(Tensor x, int axis) {
    return x.session().one(new Softmax(x.shape().axis(axis)), x);
  }

  /** log softmax(x) along an axis; negative axes count from the end. */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return x.session().one(new LogSoftmax(x.shape().axis(axis)), x);
  }
}
