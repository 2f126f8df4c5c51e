package org.tucana.nn.resnet;

import java.util.List;
import java.util.function.Function;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** A residual network from public weights, run on a batch of pictures. */
public final class ResNetInference {
  private ResNetInference() {}

  /**
   * Logits [N,classes] of normalised pictures [N,C,H,W].
   *
   * @throws FormatException where the architecture is unknown, the weights are of another one or
   *     the pictures are no batch
   */
  public static HostTensor logits(
      Backend backend,
      String architecture,
      int classes,
      StoredWeights weights,
      HostTensor pictures) {
    if (pictures.shape().rank() != 4 || pictures.shape().elements() == 0) {
      throw new FormatException(
          "input: pictures [N,C,H,W] wanted, got " + pictures.type() + "; add the missing axes");
    }
    Function<ParameterSpace, ResidualClassifier> maker =
        ResidualClassifier.named(
            architecture, pictures.shape().dim(1), classes, BatchNormSpec.trained());
    HostTensor floats = HostTensor.of(pictures.shape(), pictures.toFloats());
    try (ResidualClassifier network = weights.build(ParameterSpace.toBeLoaded(backend), maker)) {
      StateDict.load(network, weights.source(), weights.values());
      Program program =
          Program.trace(
              List.of(floats.type()), in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
      try (Plan plan = backend.compile(program, PlanOptions.defaults());
          EagerSession session = new EagerSession(backend)) {
        return plan.run(session, List.of(session.upload(floats))).getFirst().read();
      }
    }
  }
}
