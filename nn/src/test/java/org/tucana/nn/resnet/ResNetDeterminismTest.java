package org.tucana.nn.resnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Losses;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.GroupedOptimizer;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.UpdateRule;

/** Same seed, same bytes, whatever the number of threads. */
class ResNetDeterminismTest {
  private static final int STEPS = 2;
  private static final int BATCH = 3;
  private static final int SIDE = 80;

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void threadsChangeNoByteOfTraining(int threads) {
    Map<String, HostTensor> one = trained(1);
    trained(threads)
        .forEach(
            (name, value) -> assertArrayEquals(one.get(name).toFloats(), value.toFloats(), name));
  }

  private static Map<String, HostTensor> trained(int threads) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(threads));
        ResNet network =
            new ResNet(
                ParameterSpace.random(backend, 1),
                ResNetSpec.named("resnet18", 3, BatchNormSpec.trained()),
                4);
        EagerSession session = new EagerSession(backend);
        GroupedOptimizer optimizer =
            new GroupedOptimizer(
                new UpdateRule.Sgd(0.01, 0.9, 1e-4, false),
                network,
                List.of(ParameterGroup.others()))) {
      for (int step = 0; step < STEPS; step++) {
        try (Scope _ = session.scope();
            Tape tape = session.tape(optimizer.parameters())) {
          Tensor logits = network.forward(pictures(session, step), Mode.TRAIN);
          Tensor loss =
              Losses.crossEntropy(
                  logits, session.indices(0, 3, 1), Optional.empty(), -1, LossReduction.MEAN);
          optimizer.step(session, tape.backward(loss), 1, 1);
        }
      }
      return StateDict.read(network);
    }
  }

  private static Tensor pictures(EagerSession session, int step) {
    Philox random = new RandomKey(9, "pictures", step).stream();
    float[] pixels = new float[BATCH * 3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble(-1, 1);
    }
    return session.tensor(pixels, BATCH, 3, SIDE, SIDE);
  }
}
