package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Losses;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.optimizer.GroupedOptimizer;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * One training step of ResNet-18 on 8 pictures of 128 x 128: forward, cross entropy, backward, SGD
 * with momentum.
 */
public record ResNetTraining() implements Work {
  /** Pictures a step. */
  public static final int BATCH = 8;

  /** Rows and columns of a picture. */
  public static final int SIDE = 128;

  private static final int CLASSES = 1000;
  private static final long SEED = 1;
  private static final int IGNORE_NOTHING = -1;

  @Override
  public String name() {
    return "train-resnet18@" + SIDE;
  }

  @Override
  public OpenWork open(Backend backend) {
    ResNet network =
        new ResNet(
            ParameterSpace.random(backend, SEED),
            ResNetSpec.named("resnet18", 3, BatchNormSpec.trained()),
            CLASSES);
    // So small that the loss stays finite however often the step is repeated.
    UpdateRule rule = new UpdateRule.Sgd(1e-4, 0.9, 0, false);
    GroupedOptimizer optimizer =
        new GroupedOptimizer(rule, network, List.of(ParameterGroup.others()));
    EagerSession session = new EagerSession(backend);
    Tensor pictures = session.upload(Values.uniform("batch", BATCH, 3, SIDE, SIDE));
    Tensor labels = session.indices(IntStream.range(0, BATCH).toArray());
    return new OpenWork() {
      @Override
      public void run() {
        try (Scope _ = session.scope();
            Tape tape = session.tape(optimizer.parameters())) {
          Tensor loss =
              Losses.crossEntropy(
                  network.forward(pictures, Mode.TRAIN),
                  labels,
                  Optional.empty(),
                  IGNORE_NOTHING,
                  LossReduction.MEAN);
          optimizer.step(session, tape.backward(loss), 1, 1);
        }
      }

      @Override
      public void close() {
        session.close();
        optimizer.close();
        network.close();
      }
    };
  }
}
