package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Example;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.testing.RuleWeights;

/**
 * The five losses of one training step and norms of their gradients equal torchvision 0.14.1, on
 * weights by the rule. The samplers take everything, so that nothing is random.
 */
class MaskRcnnTrainingOracleTest {
  private static final double TOLERANCE = 1e-3;

  private static final String SETTINGS =
      """
      {"min_size": 96, "max_size": 96,
       "rpn_pre_nms_top_n_train": 400, "rpn_post_nms_top_n_train": 60,
       "rpn_batch_size_per_image": 1000000, "box_batch_size_per_image": 1000000}
      """;

  @Test
  void lossesAndGradientsEqualTorchvision() {
    Oracle oracle = Oracle.named("maskrcnn_r18_train");
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "settings",
            SETTINGS,
            MaskRcnnConfig.torchvision("resnet18", List.of("a", "b", "c", "d"))
                .with(AnchorConfig.ofSizes(8, 16, 32, 64, 128)));
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults());
        MaskRcnn model = new MaskRcnn(ParameterSpace.toBeLoaded(backend), config);
        EagerSession session = new EagerSession(backend)) {
      RuleWeights.load(model, RuleWeights.VISIBLE);
      try (TrainingBatch batch = model.prepare(List.of(example(oracle)));
          Scope _ = session.scope();
          Tape tape = session.tape(model.parameters())) {
        Map<String, Tensor> losses =
            model.pass(session, batch, new RandomKey(1, "test", 0)).losses().byName();
        losses.forEach((name, loss) ->
            assertEquals(oracle.scalar(name), loss.item(), TOLERANCE * oracle.scalar(name), name));
        Tensor total = losses.values().stream().reduce(Arithmetic::add).orElseThrow();
        checkGradients(oracle, tape.backward(total));
      }
    }
  }

  private static Example example(Oracle oracle) {
    Boxes boxes = oracle.boxes("boxes");
    int[] labels = oracle.get("labels").toInts();
    byte[] masks = (byte[]) oracle.get("masks").array();
    int height = oracle.shape("masks").dim(1);
    int width = oracle.shape("masks").dim(2);
    List<Annotation> annotations = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      byte[] pixels = Arrays.copyOfRange(masks, i * height * width, (i + 1) * height * width);
      annotations.add(
          new Annotation(
              boxes.get(i), OptionalInt.of(labels[i]), new BinaryMask(height, width, pixels)));
    }
    return new Example("oracle", oracle.picture(), annotations);
  }

  private static void checkGradients(Oracle oracle, Gradients gradients) {
    String prefix = "gradnorm.";
    for (String key : oracle.file().tensors().keySet()) {
      if (key.startsWith(prefix)) {
        String name = key.substring(prefix.length());
        Parameter parameter =
            gradients.parameters().keySet().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        double squares = 0;
        for (float g : gradients.parameters().get(parameter).toFloats()) {
          squares += (double) g * g;
        }
        double expected = oracle.scalar(key);
        assertEquals(expected, Math.sqrt(squares), TOLERANCE * expected, key);
      }
    }
  }
}
