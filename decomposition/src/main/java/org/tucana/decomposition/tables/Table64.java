package org.tucana.decomposition.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tucana.core.Backend;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.tables.ComparedTable.Cell;
import org.tucana.decomposition.tables.ComparedTable.Column;
import org.tucana.decomposition.tables.ComparedTable.Row;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;

/** Table 6.4: what residual networks cost, as they are and with factorised convolutions. */
public final class Table64 {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("TNP (M)", 1),
          new Column("MAdd (G)", 2),
          new Column("FLOPs (G)", 2),
          new Column("MemRW (MB)", 2));

  /** The printed cells, normal and compact. */
  private static final Map<String, List<List<Double>>> PUBLISHED =
      Map.of(
          "resnet18",
          List.of(List.of(11.2, 3.64, 1.82, 95.09), List.of(6.3, 2.12, 1.06, 80.37)),
          "resnet50",
          List.of(List.of(23.5, 8.22, 4.12, 309.64), List.of(14.9, 5.54, 2.78, 287.5)),
          "resnet101",
          List.of(List.of(42.9, 15.66, 7.84, 486.22), List.of(25.9, 9.91, 4.97, 439.06)));

  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;
  private static final double MEBI = 1 << 20;

  private final Backend backend;
  private final RankRule rule;
  private final List<String> notes = new ArrayList<>();

  private Table64(Backend backend, RankRule rule) {
    this.backend = backend;
    this.rule = rule;
  }

  /**
   * Counts the networks.
   *
   * @param backend where they are made; nothing runs
   * @param rule the rank rule of the rows on trained weights, EVBMF
   * @param trained weights to estimate ranks from; may be none
   */
  public static ComparedTable of(Backend backend, RankRule rule, List<TrainedWeights> trained) {
    Table64 table = new Table64(backend, rule);
    List<Row> rows = new ArrayList<>();
    table.notes.add(
        "One picture of 3x224x224, four classes, the torchstat convention; compact: conv2 of every"
            + " block as three convolutions.");
    table.notes.add(
        "TNP of the normal ResNet-101: 42.9 is printed, but 42.5 is what the network has and what"
            + " the text's \"39 %\" needs.");
    table.notes.add(
        "compact: ranks that reproduce the printed cells, one pair a stage, shipped with the"
            + " program; the published ones were not printed.");
    for (String architecture : PublishedNetwork.ARCHITECTURES) {
      rows.add(table.normal(architecture));
      rows.add(table.compact(architecture));
      for (TrainedWeights weights : trained) {
        if (weights.architecture().equals(architecture)) {
          rows.add(table.estimated(weights));
        }
      }
      if (trained.stream().noneMatch(w -> w.architecture().equals(architecture))) {
        table.notes.add(architecture + ": EVBMF not run, there are no trained weights of it.");
      }
    }
    return new ComparedTable("Table 6.4, efficiency", COLUMNS, rows, table.notes);
  }

  private Row normal(String architecture) {
    return row(architecture + " normal", architecture, LayerForms.none(), 0);
  }

  private Row compact(String architecture) {
    try (ResNet plain = plain(architecture)) {
      LayerForms forms =
          PublishedNetwork.ranks(architecture).apply(PublishedNetwork.publishedLayers(plain));
      return row(architecture + " compact", architecture, forms, 1);
    }
  }

  private Row estimated(TrainedWeights weights) {
    try (ResNet plain = plain(weights.architecture())) {
      List<CandidateLayer> all =
          PublishedNetwork.publishedLayers(plain).stream().map(weights::of).toList();
      List<CandidateLayer> known = all.stream().filter(l -> l.weight().isPresent()).toList();
      long macs = known.stream().mapToLong(CandidateLayer::macs).sum();
      List<RankChoice> choices = rule.choose(new RankCandidates(known, macs));
      notes.add(describe(weights, choices, all.size() - known.size()));
      return row(
          weights.architecture() + " compact, EVBMF on " + weights.name(),
          weights.architecture(),
          RankChoice.forms(choices),
          1);
    }
  }

  private static String describe(TrainedWeights weights, List<RankChoice> choices, int missing) {
    StringBuilder text =
        new StringBuilder("EVBMF on ").append(weights.name()).append(", in and out ranks:");
    for (RankChoice choice : choices) {
      text.append(' ').append(choice.layer().name());
      choice.modes().forEach(mode -> text.append(' ').append(mode.rank()));
      text.append(choice.clamped() ? " (clamped)" : "").append(',');
    }
    text.setLength(text.length() - 1);
    return text.append(
            missing == 0 ? "." : "; " + missing + " layers have no weights and stay as they are.")
        .toString();
  }

  private ResNet plain(String architecture) {
    return PublishedNetwork.build(
        ParameterSpace.toBeLoaded(backend), architecture, LayerForms.none());
  }

  private Row row(String name, String architecture, LayerForms forms, int printed) {
    try (ResNet network =
        PublishedNetwork.build(ParameterSpace.toBeLoaded(backend), architecture, forms)) {
      Counts total = PublishedNetwork.counts(network);
      List<Double> cells = PUBLISHED.get(architecture).get(printed);
      return new Row(
          name,
          List.of(
              new Cell(total.parameters() / MEGA, cells.get(0)),
              new Cell(total.multiplyAdds() / GIGA, cells.get(1)),
              new Cell(total.flops() / GIGA, cells.get(2)),
              new Cell(total.bytesMoved() / MEBI, cells.get(3))));
    }
  }
}
