package org.tucana.decomposition.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.Node;
import org.tucana.core.Program;
import org.tucana.core.op.Conv2d;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.tables.ComparedTable.Cell;
import org.tucana.decomposition.tables.ComparedTable.Column;
import org.tucana.decomposition.tables.ComparedTable.Row;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;

/** Tables 5.1 and 5.2: the three convolutions that one becomes. */
public final class FactorTable {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("kernel", 0),
          new Column("input channels", 0),
          new Column("output channels", 0));

  private static final String LAYER = "conv";

  /** The layer of ResNet-18 that table 5.2 shows: 3x3, 128 to 128. */
  private static final String SHOWN = "layer2.0.conv2.weight";

  private static final int SIDE = 28;

  private FactorTable() {}

  /** Table 5.1: a 1x1 convolution 64 to 64 with both ranks fixed at 15. */
  public static ComparedTable fixedRanks(Backend backend) {
    int[][] published = {{1, 64, 15}, {1, 15, 15}, {1, 15, 64}};
    return new ComparedTable(
        "Table 5.1, Tucker with fixed ranks: a 1x1 convolution from 64 to 64 channels",
        COLUMNS,
        rows("", parts(backend, ConvSpec.of(64, 64, 1), new LayerForm.Tucker2(15, 15)), published),
        List.of());
  }

  /**
   * Table 5.2: a 3x3 convolution 128 to 128 with ranks by EVBMF, which hang on the weights.
   *
   * @param rule EVBMF
   * @param trained networks that have such a layer
   */
  public static ComparedTable estimatedRanks(
      Backend backend, RankRule rule, List<TrainedWeights> trained) {
    int[][] published = {{1, 128, 50}, {3, 50, 53}, {1, 53, 128}};
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    notes.add("The middle kernel is printed as 1x1; it must be 3x3, as in the layer itself.");
    notes.add("Ranks hang on the weights; the published network's are not public.");
    for (TrainedWeights weights : trained) {
      HostTensor weight = weights.values().get(SHOWN);
      if (weight == null) {
        continue;
      }
      CandidateLayer layer =
          new CandidateLayer(
              LAYER,
              CandidateLayer.Kind.CONVOLUTION,
              weight.shape(),
              1,
              SIDE * SIDE,
              SIDE * SIDE,
              Optional.of(HostTensor.of(weight.shape(), weight.toFloats())));
      LayerForm form =
          rule.choose(new RankCandidates(List.of(layer), layer.macs()))
              .getFirst()
              .form()
              .orElseThrow();
      rows.addAll(
          rows(
              weights.name() + ", ",
              parts(backend, ConvSpec.of(128, 128, 3).padding(1), form),
              published));
    }
    if (rows.isEmpty()) {
      notes.add("not run: there are no trained weights; name some with --weights or --model.");
    }
    return new ComparedTable(
        "Table 5.2, Tucker with ranks by EVBMF: a 3x3 convolution from 128 to 128 channels",
        COLUMNS,
        rows,
        notes);
  }

  /** Kernel, input and output channels of the convolutions that a factorised one runs. */
  private static List<int[]> parts(Backend backend, ConvSpec spec, LayerForm form) {
    ParameterSpace root =
        ParameterSpace.toBeLoaded(backend).withForms(LayerForms.of(Map.of(LAYER, form)));
    TensorType input = TensorType.float32(1, spec.inChannels(), SIDE, SIDE);
    try (Layer layer = Layers.conv2d(root.child(LAYER), spec)) {
      Program program = Program.trace(List.of(input), in -> List.of(layer.forward(in.getFirst())));
      List<int[]> parts = new ArrayList<>();
      for (Node node : program.nodes()) {
        if (node.op() instanceof Conv2d) {
          Shape weight = program.parameters().get(node.in().get(1)).type().shape();
          parts.add(new int[] {weight.dim(2), weight.dim(1), weight.dim(0)});
        }
      }
      return parts;
    }
  }

  private static List<Row> rows(String prefix, List<int[]> ours, int[][] published) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < published.length; i++) {
      List<Cell> cells = new ArrayList<>();
      for (int c = 0; c < COLUMNS.size(); c++) {
        cells.add(new Cell(ours.get(i)[c], published[i][c]));
      }
      rows.add(new Row(prefix + "convolution " + (i + 1), cells));
    }
    return rows;
  }
}
