package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.tucana.core.Program;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Conv2d;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Where a plan may make one step of three convolutions, as a Tucker-2 layer has them: one of one
 * pixel, a core, one of one pixel. All are in float32 and without groups, and their weights are
 * known before; the first two have neither bias nor anything fused into them, and nobody but the
 * next reads what they write.
 */
public final class ConvolutionChains {
  private static final ConvGeometry UNIT = ConvGeometry.of(1, 0);

  private final Program program;
  private final Map<Integer, TensorType> types;

  /** Chains, by their last. */
  private final Map<FusedStep, List<FusedStep>> chains = new HashMap<>();

  /** What chains do before their last. */
  private final Set<FusedStep> inner = new HashSet<>();

  private ConvolutionChains(Program program, Map<Integer, TensorType> types) {
    this.program = program;
    this.types = types;
  }

  /**
   * Finds the chains among fused steps.
   *
   * @param types of all values at the traced sizes
   * @param stages which convolutions may be in a chain
   * @param suits which chains the backend has a way for, by their three steps
   */
  public static ConvolutionChains find(
      Program program,
      List<FusedStep> steps,
      Map<Integer, TensorType> types,
      Predicate<FusedStep> stages,
      Predicate<List<FusedStep>> suits) {
    ConvolutionChains found = new ConvolutionChains(program, types);
    found.find(steps, stages, suits);
    return found;
  }

  private void find(
      List<FusedStep> steps, Predicate<FusedStep> stages, Predicate<List<FusedStep>> suits) {
    Map<Integer, Integer> readers = readers(steps);
    Map<Integer, FusedStep> bare = new HashMap<>();
    for (FusedStep step : steps) {
      if (!isConvolution(step) || !stages.test(step)) {
        continue;
      }
      FusedStep core = bare.get(step.in().getFirst());
      FusedStep first = core == null ? null : bare.get(core.in().getFirst());
      if (first != null
          && isOnePixelWide(first)
          && isOnePixelWide(step)
          && suits.test(List.of(first, core, step))) {
        chains.put(step, List.of(first, core, step));
        inner.addAll(List.of(first, core));
      } else if (isBare(step) && readers.getOrDefault(step.out().getFirst(), 0) == 1) {
        bare.put(step.out().getFirst(), step);
      }
    }
  }

  private Map<Integer, Integer> readers(List<FusedStep> steps) {
    Map<Integer, Integer> readers = new HashMap<>();
    program.outputs().forEach(value -> readers.merge(value, 1, Integer::sum));
    steps.forEach(step -> step.reads().forEach(value -> readers.merge(value, 1, Integer::sum)));
    return readers;
  }

  private boolean isConvolution(FusedStep step) {
    return step.op() instanceof Conv2d conv
        && conv.geometry().groups() == 1
        && types.get(step.out().getFirst()).dtype() == DType.FLOAT32
        && step.in().subList(1, step.in().size()).stream()
            .allMatch(value ->
                program.parameters().containsKey(value) || program.constants().containsKey(value));
  }

  private static boolean isBare(FusedStep step) {
    return step.in().size() == 2
        && step.batchNorm().isEmpty()
        && step.residual().isEmpty()
        && !step.relu();
  }

  private boolean isOnePixelWide(FusedStep step) {
    Shape weight = types.get(step.in().get(1)).shape();
    return ((Conv2d) step.op()).geometry().equals(UNIT) && weight.dim(2) == 1 && weight.dim(3) == 1;
  }

  /** The three steps of which this is the last. */
  public Optional<List<FusedStep>> endingIn(FusedStep step) {
    return Optional.ofNullable(chains.get(step));
  }

  /** Whether a chain does this step before its last. */
  public boolean isInner(FusedStep step) {
    return inner.contains(step);
  }

  /** A chain as one step, which stands for the module that has all its parts. */
  public static FusedStep joined(List<FusedStep> stages) {
    FusedStep last = stages.getLast();
    List<Integer> in = new ArrayList<>();
    in.add(stages.getFirst().in().getFirst());
    stages.forEach(stage -> in.add(stage.in().get(1)));
    in.addAll(last.in().subList(2, last.in().size()));
    return new FusedStep(
        new ChainedConvolutions(stages),
        in,
        last.out(),
        last.batchNorm(),
        last.residual(),
        last.relu(),
        commonPath(stages));
  }

  private static String commonPath(List<FusedStep> stages) {
    String path = stages.getLast().path();
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('.')));
    return stages.stream().allMatch(stage -> stage.path().startsWith(parent + ".")) ? parent : path;
  }
}
