package org.tucana.app;

import java.util.Map;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.resnet.ResNetInference;

/** Logits of a residual network. */
final class ClassifierInference {
  private ClassifierInference() {}

  /**
   * Runs a batch.
   *
   * @param source where the weights come from, for messages
   * @param input [N,C,H,W]
   * @return {@code logits} [N,classes]
   */
  static Map<String, HostTensor> run(
      Backend backend,
      String architecture,
      int classes,
      String source,
      Map<String, HostTensor> weights,
      HostTensor input) {
    return Map.of(
        "logits", ResNetInference.logits(backend, architecture, classes, source, weights, input));
  }
}
