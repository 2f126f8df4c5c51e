package org.tucana.bench.work;

import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.type.Numerics;
import org.tucana.decomposition.tables.PublishedNetwork;
import org.tucana.decomposition.tables.PublishedNetwork.Form;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;

/**
 * A row of the published table 6.4, or one beside it: a residual network of four classes on one
 * picture of 224 x 224.
 *
 * @param architecture {@code resnet18} or the like
 * @param form how its layers are stored; normal and compact ones reproduce the table
 */
public record CostTableRow(String architecture, Form form) implements Work {
  private static final long SEED = 1;

  /** The six rows of the table. */
  public static List<CostTableRow> all() {
    return PublishedNetwork.ARCHITECTURES.stream()
        .flatMap(
            name -> Stream.of(Form.NORMAL, Form.COMPACT).map(form -> new CostTableRow(name, form)))
        .toList();
  }

  @Override
  public String name() {
    return "table6.4-" + architecture + "-" + form.text();
  }

  /** What the row costs by the torchstat convention. */
  public Counts counts(Backend backend) {
    try (ResNet network =
        PublishedNetwork.build(ParameterSpace.toBeLoaded(backend), architecture, form)) {
      return PublishedNetwork.counts(network);
    }
  }

  @Override
  public OpenWork open(Backend backend) {
    ResNet network =
        PublishedNetwork.build(ParameterSpace.random(backend, SEED), architecture, form);
    return new PlannedWork(
        backend,
        network,
        x -> network.forward(x, Mode.EVALUATE),
        Values.uniform("picture", 1, 3, ResNetForward.SIDE, ResNetForward.SIDE),
        Numerics.float32());
  }
}
