package org.tucana.nn.testing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.StateDict;

/**
 * Weights by a rule, for reference outputs of which no weights are stored: every value is a
 * function of the parameter's torchvision name, a salt and its position. Value i of a parameter
 * comes from u = 24 bits of splitmix64(FNV-1a-64(name#salt) + (i+1) * golden ratio).
 */
public final class RuleWeights {
  /** The salt of the stored outputs. */
  public static final String VISIBLE = "visible";

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RuleWeights() {}

  /** Loads values by the rule into a whole network. */
  public static void load(NetworkModule network, String salt) {
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    network
        .state()
        .forEach((name, parameter) ->
            values.put(
                name, values(name, parameter.type().shape(), network.state().keySet(), salt)));
    StateDict.load(network, "rule '" + salt + "'", values);
  }

  private static HostTensor values(String name, Shape shape, Set<String> all, String salt) {
    float[] u = uniform(name, salt, shape.elements());
    if (name.endsWith("running_mean") || name.endsWith("bias")) {
      map(u, v -> (v - 0.5f) * 0.2f);
    } else if (name.endsWith("running_var")) {
      map(u, v -> v + 0.5f);
    } else if (shape.rank() == 1) {
      boolean last = endsResidualBranch(name, all);
      map(u, v -> last ? 0.1f + 0.2f * v : 0.8f + 0.4f * v);
    } else {
      float fanIn = shape.elements() / (float) shape.dim(0);
      double gain = isPrediction(name) ? 0.1 : 1;
      float bound = (float) ((float) Math.sqrt(6 / (double) fanIn) * gain);
      map(u, v -> (2 * v - 1) * bound);
    }
    return HostTensor.of(shape, u);
  }

  /** The scale of bn3 in a bottleneck, of bn2 in a basic block, which has no bn3. */
  private static boolean endsResidualBranch(String name, Set<String> all) {
    return name.endsWith("bn3.weight")
        || (name.endsWith(".bn2.weight") && !all.contains(name.replace("bn2", "bn3")));
  }

  private static boolean isPrediction(String name) {
    return name.contains("bbox_pred")
        || name.contains("cls_logits")
        || name.contains("cls_score")
        || name.contains("mask_fcn_logits");
  }

  private static float[] uniform(String name, String salt, int count) {
    long key = 0xcbf29ce484222325L;
    for (byte b : (name + "#" + salt).getBytes(StandardCharsets.UTF_8)) {
      key = (key ^ (b & 0xFF)) * 0x100000001b3L;
    }
    float[] u = new float[count];
    for (int i = 0; i < count; i++) {
      long z = key + (i + 1) * GOLDEN;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      u[i] = (z >>> 40) * 0x1p-24f;
    }
    return u;
  }

  private static void map(float[] values, FloatFunction function) {
    for (int i = 0; i < values.length; i++) {
      values[i] = function.of(values[i]);
    }
  }

  @FunctionalInterface
  private interface FloatFunction {
    float of(float value);
  }
}
