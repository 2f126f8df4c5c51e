package org.tucana.app;

import java.util.Map;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.resnet.ResNetInference;

/** Logits of a residual network. */
final class ClassifierInference {
  private ClassifierInference() {}

  /**
   * Runs a batch.
   *
   * @param input [N,C,H,W]
   * @return {@code logits} [N,classes]
   */
  static Map<String, HostTensor> run(
      Backend backend, String architecture, int classes, StoredWeights weights, HostTensor input) {
    return Map.of("logits", ResNetInference.logits(backend, architecture, classes, weights, input));
  }
}
