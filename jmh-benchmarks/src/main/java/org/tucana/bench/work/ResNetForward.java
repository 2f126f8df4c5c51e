package org.tucana.bench.work;

import java.util.OptionalDouble;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * A residual network's plan on one picture of 224 x 224, to 1,000 logits.
 *
 * @param architecture {@code resnet18} or the like
 */
public record ResNetForward(String architecture) implements Work {
  /** Rows and columns of the picture. */
  public static final int SIDE = 224;

  /** As of ImageNet. */
  public static final int CLASSES = 1000;

  private static final long SEED = 1;

  @Override
  public String name() {
    return architecture + "@" + SIDE;
  }

  @Override
  public OptionalDouble gigaflop() {
    return OptionalDouble.empty();
  }

  /** The input [1,3,224,224]. */
  public static HostTensor picture() {
    return Values.uniform("picture", 1, 3, SIDE, SIDE);
  }

  @Override
  public OpenWork open(Backend backend) {
    ResNet network =
        new ResNet(
            ParameterSpace.random(backend, SEED),
            ResNetSpec.named(architecture, 3, BatchNormSpec.trained()),
            CLASSES);
    return new PlannedWork(backend, network, x -> network.forward(x, Mode.EVALUATE), picture());
  }
}
