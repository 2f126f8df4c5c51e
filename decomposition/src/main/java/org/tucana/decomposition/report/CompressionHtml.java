package org.tucana.decomposition.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;
import org.tucana.decomposition.rewrite.WeightChange;
import org.tucana.nn.report.Fonts;
import org.tucana.nn.report.HtmlPage;
import org.tucana.nn.report.HtmlPicture;

/**
 * A report as one HTML page that needs no other file; without charts where words cannot be drawn.
 */
public final class CompressionHtml {
  private static final double MEGA = 1e6;

  private CompressionHtml() {}

  /** The page. */
  public static String of(RewriteReport report) {
    HtmlPage page = new HtmlPage("Compression of " + report.model());
    addSummary(page, report);
    addNetworks(page, report);
    if (!report.changes().isEmpty()) {
      page.section("Layers");
      Fonts.lack()
          .ifPresentOrElse(
              why -> page.note("There are no charts: " + why + "."),
              () -> page.pictures(charts(report.changes())));
      addLayers(page, report);
    }
    if (!report.leftAlone().isEmpty()) {
      page.section("Left as they are").list(report.leftAlone());
    }
    return page.toString();
  }

  private static void addSummary(HtmlPage page, RewriteReport report) {
    Footprint before = report.before();
    Footprint after = report.after();
    page.paragraph(
        "%d layers %s. %s by `%s` over the layers `%s`%s."
            .formatted(
                report.changes().size(),
                report.treatment().became(),
                report.treatment().chosen(),
                report.rule(),
                report.layers(),
                before.millis().isPresent()
                    ? "; times are medians on the backend `" + report.backend() + "`"
                    : ""));
    report.notes().forEach(page::paragraph);
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put("parameters left", Figures.share(before.parameters(), after.parameters()));
    tiles.put("MACs left", Figures.share(before.macs(), after.macs()));
    tiles.put("time left", Figures.millisShare(before, after));
    tiles.put("error of weights (root mean square)", Figures.error(report.rootMeanSquareError()));
    page.tiles(tiles);
  }

  private static void addNetworks(HtmlPage page, RewriteReport report) {
    page.section("Networks")
        .paragraph(
            "Output error: norm of the change of the outputs over their norm, on "
                + report.treatment().comparedOn()
                + ".")
        .table(
            List.of("network", "output error", "params (M)", "MACs (M)", "bytes (MiB)", "ms"),
            report.stages().stream().map(CompressionHtml::cells).toList());
  }

  private static List<String> cells(StageChange stage) {
    return row(
        List.of(stage.name()),
        Figures.error(stage.outputError()),
        changes(stage.before(), stage.after()));
  }

  /** The cells of a row: some, one more, and the rest. */
  private static List<String> row(List<String> first, String next, List<String> rest) {
    List<String> cells = new ArrayList<>(first);
    cells.add(next);
    cells.addAll(rest);
    return cells;
  }

  /** Before, after and what is left, of each kind of cost. */
  private static List<String> changes(Footprint before, Footprint after) {
    return List.of(
        arrow(
            Figures.millions(before.parameters()),
            Figures.millions(after.parameters()),
            Figures.share(before.parameters(), after.parameters())),
        arrow(
            Figures.millions(before.macs()),
            Figures.millions(after.macs()),
            Figures.share(before.macs(), after.macs())),
        arrow(
            Figures.mebibytes(before.bytes()),
            Figures.mebibytes(after.bytes()),
            Figures.share(before.bytes(), after.bytes())),
        arrow(
            Figures.millis(before.millis()),
            Figures.millis(after.millis()),
            Figures.millisShare(before, after)));
  }

  private static String arrow(String before, String after, String share) {
    return before + " → " + after + " (" + share + ")";
  }

  private static List<HtmlPicture> charts(List<LayerChange> changes) {
    List<HtmlPicture> charts = new ArrayList<>();
    charts.add(
        HtmlPicture.inside(
            "Multiply-accumulates of each layer, before and after",
            Charts.pairs(
                "Multiply-accumulates",
                "MACs (M)",
                changes,
                c -> c.before().macs() / MEGA,
                c -> c.after().macs() / MEGA)));
    if (changes.stream().allMatch(c -> c.before().millis().isPresent())) {
      charts.add(
          HtmlPicture.inside(
              "Milliseconds of each layer, before and after",
              Charts.pairs(
                  "Measured time",
                  "ms",
                  changes,
                  c -> c.before().millis().orElseThrow(),
                  c -> c.after().millis().orElseThrow())));
    }
    List<LayerChange> compared =
        changes.stream().filter(c -> !c.change().evbmf().isEmpty()).toList();
    if (!compared.isEmpty()) {
      charts.add(
          HtmlPicture.inside(
              "Ranks of each layer beside those that EVBMF estimates",
              Charts.pairs(
                  "Ranks, of the largest (geometric mean over modes)",
                  "share",
                  compared,
                  "EVBMF",
                  c -> share(c.change().evbmf()),
                  "chosen",
                  c -> share(c.change().modes()))));
    }
    charts.add(
        HtmlPicture.inside(
            "Relative error of each layer's weight",
            Charts.single(
                "Relative error of weights",
                "relative error",
                changes,
                LayerChange::relativeError)));
    return charts;
  }

  /** Of the largest ranks, the geometric mean over the modes. */
  private static double share(List<ModeEstimate> modes) {
    double product = 1;
    for (ModeEstimate mode : modes) {
      product *= (double) mode.rank() / mode.size();
    }
    return Math.pow(product, 1.0 / modes.size());
  }

  private static void addLayers(HtmlPage page, RewriteReport report) {
    page.table(
        List.of(
            "layer",
            "weight",
            "method",
            report.treatment().column(),
            "EVBMF's",
            "why",
            "relative error",
            "params (M)",
            "MACs (M)",
            "bytes (MiB)",
            "ms"),
        report.changes().stream()
            .map(c ->
                row(
                    List.of(
                        c.name(),
                        c.change().weight(),
                        c.change().made().method(),
                        Figures.numbers(c.change()),
                        evbmf(c.change()),
                        why(c.change())),
                    Figures.error(c.relativeError()),
                    changes(c.before(), c.after())))
            .toList());
  }

  /** A dash where the rule is not compared with it. */
  private static String evbmf(WeightChange change) {
    return change.evbmf().isEmpty()
        ? "–"
        : change.evbmf().stream()
            .map(mode -> Integer.toString(mode.rank()))
            .collect(Collectors.joining(", "));
  }

  /** The reason, and the noise that it rests on. */
  private static String why(WeightChange change) {
    String noise =
        change.modes().stream()
            .flatMap(mode -> mode.noiseVariance().stream().boxed())
            .map(variance -> String.format(Locale.ROOT, "%.2e", variance))
            .collect(Collectors.joining(", "));
    return noise.isEmpty() ? change.reason() : change.reason() + "; noise variance " + noise;
  }
}
