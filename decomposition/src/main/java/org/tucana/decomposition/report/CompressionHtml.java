package org.tucana.decomposition.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;

/** A report as one HTML page that needs no other file. */
public final class CompressionHtml {
  private static final double MEGA = 1e6;

  private CompressionHtml() {}

  /** The page. */
  public static String of(RewriteReport report) {
    return HtmlPage.of(
        "Compression of " + report.model(),
        summary(report) + networks(report) + charts(report) + layers(report) + leftAlone(report));
  }

  private static String summary(RewriteReport report) {
    Footprint before = report.before();
    Footprint after = report.after();
    return """
    <p>%d layers became factors. Ranks by <code>%s</code> over the layers <code>%s</code>; \
    times are medians on the backend <code>%s</code>.</p>
    <div class="tiles">%s%s%s%s</div>
    """
        .formatted(
            report.changes().size(),
            HtmlPage.escape(report.rule()),
            HtmlPage.escape(report.layers()),
            HtmlPage.escape(report.backend()),
            tile("parameters left", Figures.share(before.parameters(), after.parameters())),
            tile("MACs left", Figures.share(before.macs(), after.macs())),
            tile("time left", Figures.millisShare(before, after)),
            tile(
                "error of weights (root mean square)",
                Figures.error(report.rootMeanSquareError())));
  }

  private static String tile(String name, String value) {
    return "<div class=\"tile\"><b>%s</b>%s</div>".formatted(value, name);
  }

  private static String networks(RewriteReport report) {
    return "<h2>Networks</h2>\n<p>Output error: norm of the change of the outputs over their norm,"
        + " on a random input.</p>\n"
        + HtmlPage.table(
            List.of("network", "output error", "params (M)", "MACs (M)", "bytes (MiB)", "ms"),
            report.stages().stream()
                .map(stage -> cells(List.of(stage.name()), stage))
                .collect(Collectors.toList()));
  }

  private static List<String> cells(List<String> first, StageChange stage) {
    return HtmlPage.row(
        first, Figures.error(stage.outputError()), changes(stage.before(), stage.after()));
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

  private static String charts(RewriteReport report) {
    List<LayerChange> changes = report.changes();
    if (changes.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h2>Layers</h2>\n");
    picture(
        html,
        "Multiply-accumulates of each layer, before and after",
        Charts.pairs(
            "Multiply-accumulates",
            "MACs (M)",
            changes,
            c -> c.before().macs() / MEGA,
            c -> c.after().macs() / MEGA));
    if (changes.stream().allMatch(c -> c.before().millis().isPresent())) {
      picture(
          html,
          "Milliseconds of each layer, before and after",
          Charts.pairs(
              "Measured time",
              "ms",
              changes,
              c -> c.before().millis().orElseThrow(),
              c -> c.after().millis().orElseThrow()));
    }
    picture(
        html,
        "Relative error of each layer's weight",
        Charts.single(
            "Relative error of weights", "relative error", changes, LayerChange::relativeError));
    return html.toString();
  }

  private static void picture(StringBuilder html, String words, byte[] png) {
    html.append(
        "<img alt=\"%s\" src=\"data:image/png;base64,%s\">\n"
            .formatted(words, Base64.getEncoder().encodeToString(png)));
  }

  private static String layers(RewriteReport report) {
    return HtmlPage.table(
        List.of(
            "layer",
            "weight",
            "method",
            "ranks",
            "why",
            "relative error",
            "params (M)",
            "MACs (M)",
            "bytes (MiB)",
            "ms"),
        report.changes().stream()
            .map(c ->
                HtmlPage.row(
                    List.of(c.name(), c.weight(), c.form().method(), Figures.ranks(c), why(c)),
                    Figures.error(c.relativeError()),
                    changes(c.before(), c.after())))
            .collect(Collectors.toList()));
  }

  /** The reason, and the noise that it rests on. */
  private static String why(LayerChange change) {
    String noise =
        change.modes().stream()
            .flatMap(mode -> mode.noiseVariance().stream().boxed())
            .map(variance -> String.format(Locale.ROOT, "%.2e", variance))
            .collect(Collectors.joining(", "));
    return noise.isEmpty() ? change.reason() : change.reason() + "; noise variance " + noise;
  }

  private static String leftAlone(RewriteReport report) {
    if (report.leftAlone().isEmpty()) {
      return "";
    }
    return "<h2>Left as they are</h2>\n<ul>%s</ul>\n"
        .formatted(
            report.leftAlone().stream()
                .map(line -> "<li>" + HtmlPage.escape(line) + "</li>")
                .collect(Collectors.joining()));
  }
}
