package org.tucana.app;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.resnet.ResNetInference;

/** Logits of a residual network. */
final class ClassifierInference {
  private static final Pattern CLASS_BIAS = Pattern.compile("(?:fc|linear)\\.(?:\\d\\.)?bias");

  private ClassifierInference() {}

  /**
   * Runs a batch.
   *
   * @param input [N,C,H,W]
   * @return {@code logits} [N,classes]
   */
  static Map<String, HostTensor> run(
      Backend backend, String architecture, int classes, StoredWeights weights, HostTensor input) {
    OptionalInt known = ClassCount.of(weights, CLASS_BIAS);
    if (known.isPresent() && known.getAsInt() != classes) {
      throw new FormatException(
          weights.source()
              + ": its last layer has "
              + known.getAsInt()
              + " classes but --classes is "
              + classes
              + "; say --classes "
              + known.getAsInt());
    }
    return Map.of("logits", ResNetInference.logits(backend, architecture, classes, weights, input));
  }
}
