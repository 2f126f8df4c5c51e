package org.tucana.nn.cost;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Node;
import org.tucana.core.Op;
import org.tucana.core.op.AdaptiveAveragePool2d;
import org.tucana.core.op.BatchNorm;
import org.tucana.core.op.BatchNormTrain;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.Linear;
import org.tucana.core.op.MaxPool2d;
import org.tucana.core.op.Relu;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * The rules of {@link Torchstat}. C: channels, H x W: rows and columns, R x S: kernel, G: groups; b
 * is 1 with a bias and 0 without; n_in and n_out count elements.
 */
final class CountingRules {
  /** A layer that is one operator of torchstat's table, and what it counts. */
  record Known(String type, Node node, Counts counts) {}

  private CountingRules() {}

  /** What the table says about a layer; empty where it does not know it. */
  static Optional<Known> table(LayerRun run) {
    List<Node> working = run.working();
    return working.size() == 1 ? table(run, working.getFirst()) : Optional.empty();
  }

  private static Optional<Known> table(LayerRun run, Node node) {
    List<TensorType> types = run.values().inTypes(node);
    Shape x = types.getFirst().shape();
    Shape y = node.outTypes().getFirst().shape();
    long in = x.elements();
    long out = y.elements();
    return switch (node.op()) {
      case Conv2d conv -> {
        Shape weight = types.get(1).shape();
        int bias = types.size() - 2;
        long kernel = (long) weight.dim(2) * weight.dim(3);
        int groups = conv.geometry().groups();
        long multiplyAdds = out * (2 * kernel * weight.dim(1) - 1 + bias);
        // Of every position of the output in every picture.
        long flops = kernel * x.dim(1) * (weight.dim(0) / groups) + (long) bias * weight.dim(0);
        long positions = out / weight.dim(0);
        yield known(run, "Conv2d", node, multiplyAdds, flops * positions, in, out);
      }
      case Linear _ -> {
        long depth = x.dim(1);
        yield known(run, "Linear", node, out * (2 * depth - 1), out * depth, in, out);
      }
      case BatchNorm _, BatchNormTrain _ -> known(run, "BatchNorm2d", node, 4 * in, 2 * in, in, in);
      case Relu _ -> known(run, "ReLU", node, in, in, in, in);
      case MaxPool2d pool -> {
        long window = (long) pool.geometry().size() * pool.geometry().size();
        yield known(run, "MaxPool2d", node, (window - 1) * out, in, in, out);
      }
      case AdaptiveAveragePool2d _ -> known(run, "AdaptiveAvgPool2d", node, 0, 0, 0, 0);
      default -> Optional.empty();
    };
  }

  private static Optional<Known> known(
      LayerRun run,
      String type,
      Node node,
      long multiplyAdds,
      long flops,
      long read,
      long written) {
    return Optional.of(new Known(type, node, counts(run, multiplyAdds, flops, read, written)));
  }

  /** The rule for layers that are not in the table, see {@link Torchstat}. */
  static Counts other(LayerRun run) {
    List<Node> working = run.working();
    if (working.isEmpty()) {
      return Counts.NONE;
    }
    long multiplyAdds = 0;
    long flops = 0;
    for (Node node : working) {
      Cost cost = cost(node, run.values());
      long outputs = cost.macs() == 0 ? 0 : node.outTypes().getFirst().shape().elements();
      multiplyAdds += cost.flops() - outputs;
      flops += cost.flops() - cost.macs();
    }
    long given = run.given().stream().mapToLong(type -> type.shape().elements()).sum();
    return counts(run, multiplyAdds, flops, given, run.out().shape().elements());
  }

  private static Cost cost(Node node, ProgramValues values) {
    Op op = node.op();
    return op.cost(values.inTypes(node), node.outTypes());
  }

  /** Counts from numbers of elements read and written; parameters are read as well. */
  private static Counts counts(
      LayerRun run, long multiplyAdds, long flops, long read, long written) {
    int bytes = run.elementBytes().ofFeature();
    return new Counts(
        run.parameters(),
        multiplyAdds,
        flops,
        read * bytes + run.parameterBytes(),
        written * bytes);
  }
}
