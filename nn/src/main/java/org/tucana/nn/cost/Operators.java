package org.tucana.nn.cost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.tucana.core.Backend;
import org.tucana.core.Cost;
import org.tucana.core.EagerSession;
import org.tucana.core.Node;
import org.tucana.core.Op;
import org.tucana.core.Permute;
import org.tucana.core.Program;
import org.tucana.core.Reshape;
import org.tucana.core.ViewOp;
import org.tucana.core.op.NonMaximumSuppression;
import org.tucana.core.op.RoiAlign;
import org.tucana.core.op.RoundToLevels;
import org.tucana.core.op.TopKSelection;
import org.tucana.core.type.TensorType;

/**
 * Counts every operator that runs, every time it runs: multiply-accumulates, floating-point
 * operations (two for each of these), bytes of operands read and written by {@link
 * org.tucana.core.Op#cost}. Views cost nothing and are not listed. What has no count is named: it
 * counts its bytes alone. Of a network that rounds its inputs bytes are those of an int8 engine,
 * see {@link ElementBytes}.
 */
public final class Operators {
  private Operators() {}

  /** The cost of a program by its shapes. */
  public static ProgramCost count(Program program) {
    return count(program, node -> OptionalDouble.empty());
  }

  /**
   * The cost of a program with the time that each operator takes on its own on a backend, with
   * random inputs.
   */
  public static ProgramCost measure(Program program, Backend backend, Measurement measurement) {
    try (EagerSession session = new EagerSession(backend)) {
      OperatorTimer timer = new OperatorTimer(program, session, measurement);
      return count(program, node -> OptionalDouble.of(timer.milliseconds(node)));
    }
  }

  /** How long a node takes, where that is asked for. */
  @FunctionalInterface
  private interface Clock {
    OptionalDouble milliseconds(Node node);
  }

  private static ProgramCost count(Program program, Clock clock) {
    ProgramValues values = new ProgramValues(program);
    ElementBytes bytes = ElementBytes.of(values);
    List<OperatorCost> operators = new ArrayList<>();
    Set<Uncounted> uncounted = new LinkedHashSet<>();
    for (Node node : program.nodes()) {
      Optional<String> gap = gap(node, values);
      gap.ifPresent(reason -> uncounted.add(new Uncounted(node.op().name(), reason)));
      if (!(node.op() instanceof ViewOp)) {
        operators.add(
            new OperatorCost(
                node.op().name(),
                node.frames().isEmpty() ? "" : node.frames().getLast().path(),
                values.inTypes(node),
                node.outTypes(),
                values.parameters(List.of(node)),
                cost(node, values, bytes),
                clock.milliseconds(node)));
      }
    }
    return new ProgramCost(operators, values.parameters(program.nodes()), List.copyOf(uncounted));
  }

  private static Cost cost(Node node, ProgramValues values, ElementBytes ofProgram) {
    if (node.in().isEmpty()) {
      return node.op().cost(List.of(), node.outTypes());
    }
    ElementBytes bytes = ofProgram.within(node, values);
    List<TensorType> in = values.inTypes(node).stream().map(bytes::stored).toList();
    List<TensorType> out = node.outTypes().stream().map(bytes::stored).toList();
    return switch (node.op()) {
      // An engine that keeps bytes rounds as it writes.
      case RoundToLevels _ -> Cost.NONE;
      case TopKSelection _, NonMaximumSuppression _ -> Cost.of(0, 0, in, out);
      case Op op -> op.cost(in, out);
    };
  }

  /** What the cost of a node leaves out; empty where that is nothing. */
  private static Optional<String> gap(Node node, ProgramValues values) {
    return switch (node.op()) {
      case TopKSelection _ ->
          Optional.of("it compares values, and how often depends on them; its bytes are counted");
      case NonMaximumSuppression _ ->
          Optional.of("how many overlaps it computes depends on the boxes; its bytes are counted");
      case RoiAlign align when align.geometry().samplingRatio() == 0 ->
          Optional.of("how many samples it takes depends on the boxes; counted as 2x2 a bin");
      case Reshape _
          when values
              .producer(node.in().getFirst())
              .filter(p -> p.op() instanceof Permute)
              .isPresent() ->
          Optional.of("it copies what was permuted before, which counts as a view here");
      default -> Optional.empty();
    };
  }
}
