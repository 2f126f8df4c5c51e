package org.tucana.app;

import java.util.Map;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

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
    ResNetSpec spec = ResNetSpec.named(architecture, input.shape().dim(1), BatchNormSpec.trained());
    try (EagerSession session = new EagerSession(backend);
        ResNet network = new ResNet(ParameterSpace.toBeLoaded(backend), spec, classes)) {
      StateDict.load(network, source, weights);
      Tensor logits = network.forward(session.upload(input), Mode.EVALUATE);
      return Map.of("logits", logits.read());
    }
  }
}
