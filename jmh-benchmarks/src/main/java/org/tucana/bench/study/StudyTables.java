package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.tucana.app.FigureText;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;

/** The tables of a study's report. */
final class StudyTables {
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;
  private static final double MEBI = 1 << 20;
  private static final double HOUR = 3600;

  private StudyTables() {}

  /** Figures of every group and model with their intervals. */
  static StudyTable figures(List<FigureGroup> groups) {
    List<String> names = names(groups);
    StudyTable.Builder table =
        new StudyTable.Builder(2, headings(names, "pictures", "model", "n", "objects"));
    for (FigureGroup group : groups) {
      for (ModelFigures model : group.models()) {
        List<String> cells =
            new ArrayList<>(
                List.of(
                    group.name(),
                    model.model(),
                    Integer.toString(group.pictures()),
                    Integer.toString(group.objects())));
        names.forEach(name -> cells.add(cell(model.figures().get(name))));
        table.row(cells);
      }
    }
    return table.build();
  }

  /** By how much each model's figures exceed the reference's. */
  static StudyTable differences(List<FigureGroup> groups) {
    List<String> names = names(groups);
    StudyTable.Builder table = new StudyTable.Builder(2, headings(names, "pictures", "model"));
    for (FigureGroup group : groups) {
      for (ModelFigures model : group.models().subList(1, group.models().size())) {
        List<String> cells = new ArrayList<>(List.of(group.name(), model.model()));
        names.forEach(name -> cells.add(cell(model.differences().get(name))));
        table.row(cells);
      }
    }
    return table.build();
  }

  /** All figures that some group has, in their order. */
  private static List<String> names(List<FigureGroup> groups) {
    SequencedSet<String> names = new LinkedHashSet<>();
    groups.forEach(
        group -> group.models().forEach(model -> names.addAll(model.figures().keySet())));
    return List.copyOf(names);
  }

  private static List<String> headings(List<String> names, String... first) {
    return Stream.concat(Stream.of(first), names.stream().map(StudyTables::words)).toList();
  }

  /** {@code AP50 box} of {@code AP50_box}. */
  static String words(String name) {
    return name.replace('_', ' ');
  }

  private static String cell(Estimate estimate) {
    return estimate == null ? "" : FigureText.of(estimate);
  }

  private static String cell(Difference difference) {
    return difference == null ? "" : FigureText.of(difference);
  }

  /** The same with a row a figure: narrower, for a terminal. */
  static StudyTable byFigure(FigureGroup group) {
    ModelFigures reference = group.models().getFirst();
    List<ModelFigures> others = group.models().subList(1, group.models().size());
    List<String> headings = new ArrayList<>(List.of("figure", reference.model()));
    others.forEach(model -> {
      headings.add(model.model());
      headings.add("less the reference");
    });
    StudyTable.Builder table = new StudyTable.Builder(1, headings);
    for (String name : names(List.of(group))) {
      List<String> cells = new ArrayList<>(List.of(words(name)));
      cells.add(cell(reference.figures().get(name)));
      others.forEach(model -> {
        cells.add(cell(model.figures().get(name)));
        cells.add(cell(model.differences().get(name)));
      });
      table.row(cells);
    }
    return table.build();
  }

  static StudyTable cost(CostRow.Table cost) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            1,
            "model",
            "file (MiB)",
            "parameters (M)",
            "MAdd (G)",
            "FLOPs (G)",
            "MemRW (MB)",
            "operators: MACs (G)",
            "FLOPs (G)",
            "bytes (MB)");
    for (CostRow row : cost.rows()) {
      table.row(
          row.model(),
          fixed(2, row.bytes() / MEBI),
          fixed(2, row.torchstat().parameters() / MEGA),
          fixed(2, row.torchstat().multiplyAdds() / GIGA),
          fixed(2, row.torchstat().flops() / GIGA),
          fixed(2, row.torchstat().bytesMoved() / MEBI),
          fixed(2, row.operators().macs() / GIGA),
          fixed(2, row.operators().flops() / GIGA),
          fixed(2, row.operators().bytes() / MEBI));
    }
    return table.build();
  }

  static StudyTable times(List<TimeRow.Table> times) {
    SequencedSet<String> stages = new LinkedHashSet<>();
    times.forEach(table -> table.rows().forEach(row -> stages.addAll(row.stages().keySet())));
    List<String> headings =
        new ArrayList<>(
            List.of("model", "side", "batch", "ms a picture", "of the reference's", "regions"));
    headings.add("masks");
    stages.forEach(stage -> headings.add(stage + " (ms)"));
    boolean told =
        times.stream().anyMatch(own -> own.rows().stream().anyMatch(TimeRow::tellsEnergy));
    if (told) {
      headings.add("joules a picture");
    }
    StudyTable.Builder table = new StudyTable.Builder(1, headings);
    for (TimeRow.Table own : times) {
      for (TimeRow row : own.rows()) {
        List<String> cells =
            new ArrayList<>(
                List.of(
                    row.model(),
                    Integer.toString(own.side()),
                    Integer.toString(own.batch()),
                    fixed(1, row.millis()),
                    FigureText.of(row.share()),
                    fixed(1, row.regions()),
                    fixed(1, row.masks())));
        stages.forEach(stage -> cells.add(fixed(1, row.stages().getOrDefault(stage, Double.NaN))));
        if (told) {
          cells.add(fixed(2, row.joules()));
        }
        table.row(cells);
      }
    }
    return table.build();
  }

  static StudyTable noise(NoiseRow.Table noise, String figure) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            2,
            "pictures",
            "model",
            "sigma",
            "n",
            words(figure),
            "change by the noise",
            "less the reference");
    for (NoiseRow row : noise.rows()) {
      table.row(
          row.pictures(),
          row.figures().model(),
          fixed(2, row.sigma()),
          Integer.toString(row.cases()),
          cell(row.figures().figures().get(figure)),
          cell(row.losses().get(figure)),
          cell(row.figures().differences().get(figure)));
    }
    return table.build();
  }

  /** A figure with fewer proposals. */
  static StudyTable proposals(ProposalRow.Table proposals, String figure) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            2,
            "proposals",
            "model",
            words(figure),
            "change by the proposals",
            "less the reference");
    for (ProposalRow row : proposals.rows()) {
      table.row(
          row.change().name(),
          row.figures().model(),
          cell(row.figures().figures().get(figure)),
          cell(row.changes().get(figure)),
          cell(row.figures().differences().get(figure)));
    }
    return table.build();
  }

  /** Times with fewer proposals. */
  static StudyTable proposalTimes(ProposalTime.Table times) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            2,
            "proposals",
            "model",
            "ms a picture",
            "of the reference's",
            "of its own with all",
            "regions",
            "masks");
    for (ProposalTime row : times.rows()) {
      TimeRow time = row.time();
      table.row(
          row.change().name(),
          time.model(),
          fixed(1, time.millis()),
          FigureText.of(time.share()),
          FigureText.of(row.ofOwn()),
          fixed(1, time.regions()),
          fixed(1, time.masks()));
    }
    return table.build();
  }

  static StudyTable classifiers(ClassifierRow.Table classifiers) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            2,
            "network",
            "form",
            "normal (ms)",
            "with factors (ms)",
            "with factors / normal",
            "MAdd saved",
            "time saved",
            "time saved / MAdd saved");
    for (ClassifierRow row : classifiers.rows()) {
      table.row(
          row.architecture(),
          row.form().text(),
          fixed(1, row.normalMillis()),
          fixed(1, row.compactMillis()),
          FigureText.of(row.share()),
          fixed(3, 1 - row.multiplyAddShare()),
          fixed(3, 1 - row.share().value()),
          fixed(2, row.gain()));
    }
    return table.build();
  }

  static StudyTable lengths(LengthRow.Table lengths) {
    StudyTable.Builder table =
        new StudyTable.Builder(
            2, headings(PrecisionFigures.NAMES, "length", "model", "training (h)"));
    for (LengthRow row : lengths.rows()) {
      Map<String, Estimate> figures = row.figures();
      List<String> cells = new ArrayList<>(List.of(row.length(), row.kind()));
      cells.add(fixed(2, row.seconds() / HOUR));
      PrecisionFigures.NAMES.forEach(name -> cells.add(cell(figures.get(name))));
      table.row(cells);
    }
    return table.build();
  }

  static StudyTable aims(List<StudyAim> aims) {
    StudyTable.Builder table = new StudyTable.Builder(1, "aim", "reached", "at least", "");
    aims.forEach(
        aim -> table.row(aim.what(), fixed(3, aim.value()), fixed(3, aim.least()), aim.verdict()));
    return table.build();
  }

  static StudyTable models(List<StudyModel> models) {
    StudyTable.Builder table = new StudyTable.Builder(4, "model", "file", "commit", "SHA-256");
    models.forEach(model ->
        table.row(
            model.name(),
            String.valueOf(model.file().getFileName()),
            model.content().metadata().provenance().commit(),
            model.digest().sha256()));
    return table.build();
  }

  /** So many decimals; a dash where the number is not known. */
  private static String fixed(int decimals, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
