package org.tucana.bench.work;

import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.type.Numerics;
import org.tucana.decomposition.tables.PublishedNetwork;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;

/**
 * A row of the published table 6.4: a residual network of four classes on one picture of 224 x 224,
 * as it is or with the second convolution of every block as three.
 *
 * @param architecture {@code resnet18} or the like
 * @param compact whether convolutions are factorised, with ranks that reproduce the table
 */
public record CostTableRow(String architecture, boolean compact) implements Work {
  private static final long SEED = 1;

  /** The six rows. */
  public static List<CostTableRow> all() {
    return PublishedNetwork.ARCHITECTURES.stream()
        .flatMap(name -> Stream.of(new CostTableRow(name, false), new CostTableRow(name, true)))
        .toList();
  }

  @Override
  public String name() {
    return "table6.4-" + architecture + (compact ? "-compact" : "-normal");
  }

  /** What the row costs by the torchstat convention. */
  public Counts counts(Backend backend) {
    try (ResNet network =
        PublishedNetwork.build(ParameterSpace.toBeLoaded(backend), architecture, compact)) {
      return PublishedNetwork.counts(network);
    }
  }

  @Override
  public OpenWork open(Backend backend) {
    ResNet network =
        PublishedNetwork.build(ParameterSpace.random(backend, SEED), architecture, compact);
    return new PlannedWork(
        backend,
        network,
        x -> network.forward(x, Mode.EVALUATE),
        Values.uniform("picture", 1, 3, ResNetForward.SIDE, ResNetForward.SIDE),
        Numerics.float32());
  }
}
