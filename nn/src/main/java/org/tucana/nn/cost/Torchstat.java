package org.tucana.nn.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Frame;
import org.tucana.core.Node;
import org.tucana.core.Program;
import org.tucana.nn.module.NetworkModule;

/**
 * Counts a network's cost as the tool torchstat does, whose figures published tables give.
 *
 * <p>Only leaf layers count: modules in which no other module runs. What containers do themselves
 * (residual additions, reshapes, rectifiers called as functions) counts nothing. A layer that is
 * called more than once counts once, at the shapes of its last call: the one rectifier of a
 * residual block, and also the head that a detector runs over every level of its pyramid, which so
 * counts at the coarsest level alone; {@link Operators} counts every call. The rules, for one
 * picture; n_in and n_out are numbers of elements of input and output, b is 1 with a bias and 0
 * without, G are groups:
 *
 * <table>
 * <caption>Counts of one layer</caption>
 * <tr><th>layer<th>MAdd<th>FLOPs<th>elements read<th>elements written
 * <tr><td>Conv2d<td>Cout*H'*W'*(2*R*S*(Cin/G) - 1 + b)
 *     <td>R*S*Cin*floor(Cout/G)*H'*W' + b*Cout*H'*W'<td>n_in + parameters<td>n_out
 * <tr><td>Linear<td>out*(2*in - 1)<td>in*out<td>n_in + parameters<td>n_out
 * <tr><td>BatchNorm2d<td>4*n_in<td>2*n_in<td>n_in + 2*C<td>n_in
 * <tr><td>ReLU<td>n_in<td>n_in<td>n_in<td>n_in
 * <tr><td>MaxPool2d<td>(R*S - 1)*n_out<td>n_in<td>n_in<td>n_out
 * <tr><td>AdaptiveAvgPool2d<td>0<td>0<td>0<td>0
 * </table>
 *
 * <p>The tool's rule for average pooling in windows is left out, since no operator here does that;
 * layers that run nothing, such as dropout in evaluation, are not listed.
 *
 * <p>Parameters are weights, biases, scales and shifts; running statistics do not count. A frozen
 * batch normalisation counts as any other, with its scale and shift as parameters, although they do
 * not learn.
 *
 * <p>Beyond the tool, in its spirit:
 *
 * <ul>
 *   <li>Layers that its table lacks (transposed convolutions, tensor-train layers) count their
 *       products as multiplications and the additions between them, MAdd 2*m - n for m
 *       multiply-accumulates and n outputs, FLOPs m; their other arithmetic counts in both what
 *       {@link org.tucana.core.Op#cost} says, views nothing; they read n_in and their parameters
 *       and write n_out.
 *   <li>In a network that rounds its layers' inputs an element takes one byte, see {@link
 *       ElementBytes}, and rounding itself counts nothing.
 *   <li>Where the leading axis holds more than one picture or region, arithmetic and elements count
 *       for all of them, parameters are read once.
 * </ul>
 */
public final class Torchstat {
  private Torchstat() {}

  /**
   * The cost of a network.
   *
   * @param network what was traced: it gives the layers their order
   * @param program one pass of the network
   */
  public static NetworkCost count(NetworkModule network, Program program) {
    ProgramValues values = new ProgramValues(program);
    Map<String, NetworkModule> modules = new LinkedHashMap<>();
    network.visit(module -> modules.putIfAbsent(module.path(), module));
    List<LayerCost> layers = new ArrayList<>();
    lastCalls(program)
        .forEach((frame, nodes) -> {
          Optional<NetworkModule> module = Optional.ofNullable(modules.get(frame.path()));
          layers.add(cost(frame.path(), module, new LayerRun(nodes, values)));
        });
    Map<String, Integer> order = new HashMap<>();
    modules.keySet().forEach(path -> order.put(path, order.size()));
    // Layers that the network did not declare come last, as they run.
    layers.sort(Comparator.comparingInt(layer -> order.getOrDefault(layer.name(), order.size())));
    return new NetworkCost(layers);
  }

  /** The nodes of the last call of each leaf layer. */
  private static Map<Frame, List<Node>> lastCalls(Program program) {
    Set<Integer> containers = new HashSet<>();
    Map<Integer, Frame> last = new LinkedHashMap<>();
    Map<Frame, List<Node>> calls = new HashMap<>();
    for (Node node : program.nodes()) {
      List<Frame> frames = node.frames();
      if (!frames.isEmpty()) {
        frames.subList(0, frames.size() - 1).forEach(f -> containers.add(f.moduleIdentity()));
        last.put(frames.getLast().moduleIdentity(), frames.getLast());
        calls.computeIfAbsent(frames.getLast(), f -> new ArrayList<>()).add(node);
      }
    }
    Map<Frame, List<Node>> leaves = new LinkedHashMap<>();
    last.forEach((identity, frame) -> {
      if (!containers.contains(identity)) {
        leaves.put(frame, calls.get(frame));
      }
    });
    return leaves;
  }

  private static LayerCost cost(String name, Optional<NetworkModule> module, LayerRun run) {
    return CountingRules.table(run)
        .map(known ->
            new LayerCost(
                name,
                known.type(),
                LayerRun.perPicture(run.values().inTypes(known.node()).getFirst().shape()),
                LayerRun.perPicture(known.node().outTypes().getFirst().shape()),
                known.counts()))
        .orElseGet(() ->
            new LayerCost(
                name,
                module.map(Torchstat::type).orElse("Module"),
                LayerRun.perPicture(run.given().getFirst().shape()),
                LayerRun.perPicture(run.out().shape()),
                CountingRules.other(run)));
  }

  /** {@code ConvTranspose2d} of a {@code ConvTranspose2dLayer}. */
  private static String type(NetworkModule module) {
    return module.getClass().getSimpleName().replaceFirst("Layer$", "");
  }
}
