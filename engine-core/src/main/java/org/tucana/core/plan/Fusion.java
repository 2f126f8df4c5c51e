package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.core.Node;
import org.tucana.core.Op;
import org.tucana.core.Program;
import org.tucana.core.op.Add;
import org.tucana.core.op.BatchNorm;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.op.Relu;
import org.tucana.core.plan.FusedStep.ChannelNorm;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;

/**
 * Rewrites a program into fewer steps that compute the same. After a convolution, transposed
 * convolution or linear layer in float32 it fuses, in this order and each at most once:
 *
 * <ul>
 *   <li>batch normalisation with given statistics, if weight, bias and statistics are parameters or
 *       constants (it is folded into weight and bias; not after a transposed convolution);
 *   <li>the addition of a value of the same type (a residual);
 *   <li>ReLU.
 * </ul>
 *
 * <p>A value between the two operators must have no other reader and be no result of the program. A
 * fused step stands where its last operator stood, so a residual that is computed after the
 * convolution is there in time.
 */
final class Fusion {
  private final Program program;
  private final Map<Integer, TensorType> types = new HashMap<>();
  private final Map<Integer, Integer> readers = new HashMap<>();

  /** Steps by the position of their last operator; empty where an operator was taken over. */
  private final List<Optional<FusedStep>> steps = new ArrayList<>();

  /** Where the steps that may take more stand, by the value they write. */
  private final Map<Integer, Integer> open = new HashMap<>();

  private Fusion(Program program) {
    this.program = program;
    types.putAll(types(program));
    program.nodes().forEach(node -> node.in().forEach(v -> readers.merge(v, 1, Integer::sum)));
    program.outputs().forEach(v -> readers.merge(v, 1, Integer::sum));
  }

  /** The steps of a program, in an order in which they can run. */
  static List<FusedStep> fuse(Program program) {
    Fusion fusion = new Fusion(program);
    program.nodes().forEach(fusion::add);
    return fusion.steps.stream().filter(Optional::isPresent).map(Optional::get).toList();
  }

  private void add(Node node) {
    int result = node.out().getFirst();
    Optional<FusedStep> fused =
        switch (node.op()) {
          case BatchNorm norm -> takeBatchNorm(norm, node, result);
          case Add add -> takeResidual(node, result);
          case Relu relu -> take(node.in().getFirst()).map(step -> step.withRelu(result));
          default -> Optional.empty();
        };
    FusedStep step = fused.orElseGet(() -> plain(node));
    boolean takesMore =
        hasEpilogue(step.op()) && !step.relu() && types.get(result).dtype() == DType.FLOAT32;
    if (takesMore && readers.getOrDefault(result, 0) == 1) {
      open.put(result, steps.size());
    }
    steps.add(Optional.of(step));
  }

  private static boolean hasEpilogue(Op op) {
    return op instanceof Conv2d || op instanceof ConvTranspose2d || op instanceof Linear;
  }

  private static FusedStep plain(Node node) {
    return new FusedStep(
        node.op(),
        node.in(),
        node.out(),
        Optional.empty(),
        OptionalInt.empty(),
        false,
        node.frames().isEmpty() ? "" : node.frames().getLast().path());
  }

  private Optional<FusedStep> takeBatchNorm(BatchNorm norm, Node node, int result) {
    List<Integer> in = node.in();
    Optional<FusedStep> before = peek(in.getFirst());
    boolean foldable =
        before.isPresent()
            && !(before.get().op() instanceof ConvTranspose2d)
            && before.get().batchNorm().isEmpty()
            && before.get().residual().isEmpty()
            && fixed(in.subList(1, in.size()))
            && fixed(before.get().in().subList(1, before.get().in().size()));
    if (!foldable) {
      return Optional.empty();
    }
    ChannelNorm folded =
        new ChannelNorm(norm.epsilon(), in.get(1), in.get(2), in.get(3), in.get(4));
    return take(in.getFirst()).map(step -> step.withBatchNorm(folded, result));
  }

  /** Of two steps that could take the sum, the later one does: the other is there in time. */
  private Optional<FusedStep> takeResidual(Node node, int result) {
    int a = node.in().get(0);
    int b = node.in().get(1);
    if (!types.get(a).equals(types.get(b))) {
      return Optional.empty();
    }
    int aPlace = takesResidual(a) ? open.get(a) : -1;
    int bPlace = takesResidual(b) ? open.get(b) : -1;
    if (aPlace < 0 && bPlace < 0) {
      return Optional.empty();
    }
    int chosen = aPlace > bPlace ? a : b;
    int other = aPlace > bPlace ? b : a;
    return take(chosen).map(step -> step.withResidual(other, result));
  }

  private boolean takesResidual(int value) {
    return peek(value).filter(step -> step.residual().isEmpty()).isPresent();
  }

  private Optional<FusedStep> peek(int value) {
    return Optional.ofNullable(open.get(value)).flatMap(steps::get);
  }

  /** Removes the open step that writes a value, to be put back with more in it. */
  private Optional<FusedStep> take(int value) {
    Optional<FusedStep> step = peek(value);
    if (step.isPresent()) {
      steps.set(open.remove(value), Optional.empty());
    }
    return step;
  }

  private boolean fixed(List<Integer> values) {
    return values.stream()
        .allMatch(v -> program.parameters().containsKey(v) || program.constants().containsKey(v));
  }

  /** Types of all values of a program at the traced sizes. */
  static Map<Integer, TensorType> types(Program program) {
    Map<Integer, TensorType> types = new HashMap<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      types.put(i, program.inputs().get(i));
    }
    program.parameters().forEach((v, p) -> types.put(v, p.type()));
    program.constants().forEach((v, c) -> types.put(v, c.type()));
    for (Node node : program.nodes()) {
      for (int i = 0; i < node.out().size(); i++) {
        types.put(node.out().get(i), node.outTypes().get(i));
      }
    }
    return types;
  }
}
