package org.tucana.detection.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.ConfusionMatrix;
import org.tucana.nn.report.HtmlPage;
import org.tucana.nn.report.HtmlPicture;

/**
 * The page of a report.
 *
 * @param input what the report is on
 * @param figures its numbers
 * @param folder where the page's pictures go
 */
record ReportPage(ReportInput input, ReportFigures figures, ReportFolder folder) {

  /** Writes the pictures and gives the page. */
  String html() throws IOException {
    HtmlPage page = new HtmlPage(input.title());
    addSummary(page);
    addPrecision(page);
    addCurves(page);
    addConfusion(page);
    addRoc(page);
    addCalibration(page);
    addPictures(page);
    return page.toString();
  }

  private void addSummary(HtmlPage page) {
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put("pictures", Integer.toString(input.pictures().size()));
    PrecisionRow any = figures.precision().getFirst();
    tiles.put("true objects", Integer.toString(any.truths().orElseThrow()));
    for (PrecisionRow row : figures.precision()) {
      if (row.what().equals(PrecisionRow.DETECTOR)) {
        tiles.put("AP50 of " + Figures.plural(row.kind()), Figures.number(row.figures()[1]));
      }
    }
    ConfusionMatrix confusion = figures.confusion().objects();
    if (input.classes().size() > 1) {
      tiles.put("balanced accuracy of classes", Figures.number(confusion.balancedAccuracy()));
    }
    page.tiles(tiles)
        .paragraph(
            "A detection is compared with a true object by their overlap, the intersection"
                + " over union:")
        .formula("IoU = pixels in both / pixels in either")
        .note(
            ("All numbers of this page are in `report.json`. %s are matched from IoU %s on"
                    + " where nothing else is said.")
                .formatted(
                    input.matchedBy() == OverlapKind.MASK ? "Masks" : "Boxes",
                    Figures.threshold(ReportFigures.FOUND)));
  }

  private void addPrecision(HtmlPage page) {
    page.section("Average precision")
        .paragraph(
            "Precision is the share of right ones among the detections, recall the share of"
                + " the true objects that are found. Lowering the score from which on a detection"
                + " counts raises recall and costs precision; average precision (AP) is the mean"
                + " precision over all recalls.")
        .formula(
            "AP at one IoU = mean over r = 0, 0.01, ... 1 of the largest precision at a"
                + " recall of at least r\n"
                + "AP = mean over IoU 0.50, 0.55, ... 0.95;   AP50, AP75: at IoU 0.50, 0.75\n"
                + "AR = mean over the same IoUs of the recall that 100 detections a picture reach");
    List<String> headings = new ArrayList<>(List.of("of", "overlap", "true objects"));
    headings.addAll(PrecisionRow.NAMES);
    page.table(headings, figures.precision().stream().map(ReportPage::cells).toList());
    page.note(
        input
            .bootstrap()
            .map(drawing ->
                ("Intervals of %.0f %% by bootstrap: the figures of %d samples of the pictures,"
                        + " drawn with repetition.")
                    .formatted(100 * drawing.level(), drawing.repeats()))
            .orElse("No intervals were asked for."));
  }

  private static List<String> cells(PrecisionRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.what());
    cells.add(Figures.plural(row.kind()));
    cells.add(row.truths().isPresent() ? Integer.toString(row.truths().getAsInt()) : "");
    for (int i = 0; i < row.figures().length; i++) {
      cells.add(Figures.withInterval(row, i));
    }
    return cells;
  }

  private void addCurves(HtmlPage page) throws IOException {
    page.section("Precision over recall")
        .paragraph(
            "Each curve goes from the surest detections (left) to all of them (right). It"
                + " ends at the recall that all detections reach. The area below it is the AP in"
                + " the legend. \"Any class\" asks only whether an object is found; a class's own"
                + " curve asks for its class too.");
    List<HtmlPicture> charts = new ArrayList<>();
    for (CurveSet set : figures.curves()) {
      if (set.curves().isEmpty()) {
        page.note("There is no true object, so that no curve is defined.");
        return;
      }
      String kind = Figures.plural(set.kind());
      String iou = Figures.threshold(set.iou());
      charts.add(
          folder.add(
              "precision-recall-%s-%s.png".formatted(kind, iou.replace("0.", "")),
              "%s, right from IoU %s on".formatted(kind, iou),
              ReportCharts.precisionRecall(set)));
    }
    page.pictures(charts);
    noteClasses(page);
  }

  private void noteClasses(HtmlPage page) {
    if (input.classes().size() > ReportCharts.MOST_CLASSES) {
      page.note(
          "Drawn are the %d classes with most true objects.".formatted(ReportCharts.MOST_CLASSES));
    }
  }

  private void addConfusion(HtmlPage page) {
    ConfusionMatrix objects = figures.confusion().objects();
    List<String> headings = new ArrayList<>();
    headings.add("true class");
    headings.addAll(objects.classes());
    headings.add("not found");
    List<List<String>> rows = new ArrayList<>();
    double[][] shades = new double[objects.classes().size() + 1][headings.size()];
    for (int c = 0; c < objects.classes().size(); c++) {
      int[] counts =
          IntStream.concat(Arrays.stream(objects.counts()[c]), IntStream.of(objects.none()[c]))
              .toArray();
      int whole = Arrays.stream(counts).sum();
      List<String> row = new ArrayList<>();
      row.add(objects.classes().get(c));
      for (int i = 0; i < counts.length; i++) {
        row.add(Figures.countAndShare(counts[i], whole));
        shades[c][i + 1] = whole == 0 ? 0 : (double) counts[i] / whole;
      }
      rows.add(row);
    }
    List<String> background = new ArrayList<>();
    background.add("background (false alarms)");
    Arrays.stream(figures.confusion().falseAlarms())
        .forEach(count -> background.add(Integer.toString(count)));
    background.add("");
    rows.add(background);
    page.section("Confusion of classes")
        .paragraph(
            ("Rows are true classes, columns the answers of detections with a score of %s and"
                    + " more, matched whatever their classes. Shares are of a row; the diagonal is"
                    + " each class's recall. The last row counts detections of nothing.")
                .formatted(Figures.threshold(input.minimumScore())))
        .formula(
            ("balanced accuracy = mean over the classes of right answers / true objects = %s\n"
                    + "accuracy = right answers / true objects = %s")
                .formatted(
                    Figures.number(objects.balancedAccuracy()), Figures.number(objects.accuracy())))
        .table(headings, rows, shades);
  }

  private void addRoc(HtmlPage page) throws IOException {
    page.section("ROC")
        .paragraph(
            "Among the objects that were found: if those are called a class whose score for"
                + " it lies above a threshold, which share of the class is called so (true"
                + " positives) and which share of the others (false positives)? The score of a"
                + " class is the largest of its detections on the object, 0 without any.")
        .formula(
            "area under the curve = probability that an object of the class scores higher"
                + " than one of the others");
    if (figures.rocs().stream().noneMatch(roc -> roc.curve().defined())) {
      page.note("No curve is defined: at least two classes must have been found.");
      return;
    }
    page.pictures(
        folder.add(
            "roc.png",
            "One class against the rest, found objects",
            ReportCharts.roc(figures.rocs())));
    noteClasses(page);
    page.table(
        List.of("class", "found objects", "others", "area"),
        figures.rocs().stream()
            .map(roc ->
                List.of(
                    roc.name(),
                    Integer.toString(roc.curve().positives()),
                    Integer.toString(roc.curve().negatives()),
                    Figures.number(roc.curve().area())))
            .toList());
  }

  private void addCalibration(HtmlPage page) throws IOException {
    page.section("Calibration of scores")
        .paragraph(
            "A score that is a probability keeps its word: of the detections with a score"
                + " near 0.8 eight in ten are right. Points below the diagonal are too sure, points"
                + " above it not sure enough. A detection is right for \"an object\" where it"
                + " matches a true object, for \"and its class\" where the class is right too.")
        .formula(
            "expected calibration error (ECE) = sum over ranges of (detections in the range"
                + " / all detections) * |share that is right - mean score|");
    if (figures.calibration().isEmpty()) {
      page.note("Some scores lie outside of [0, 1] and so are no probabilities.");
      return;
    }
    ScoreCalibration calibration = figures.calibration().get();
    if (calibration.object().cases() == 0) {
      page.note("There is no detection to measure.");
      return;
    }
    page.pictures(
        folder.add(
            "calibration.png",
            "Share that is right over mean score, ranges of 0.1",
            ReportCharts.reliability(calibration)),
        folder.add(
            "scores.png",
            "How many detections each range holds, by its lower end; few make a point uncertain",
            ReportCharts.scores(calibration)));
  }

  private void addPictures(HtmlPage page) throws IOException {
    page.section("Best pictures")
        .paragraph(
            "True outlines are green, detections red, with class and score/IoU in white, and"
                + " the true class in brackets where it is another one. Where both outlines agree,"
                + " a green line runs inside of the red one. Missed objects are named in green;"
                + " grey detections do not count, because the truth does not list what they may be"
                + " on.")
        .formula(
            "quality = F1 * mean IoU of the found objects = 2 * sum of IoU / (2 * found +"
                + " missed + false alarms)")
        .note(
            "Pictures are ordered by quality at a score of %s and more, whatever the classes."
                .formatted(Figures.threshold(input.minimumScore())));
    addShown(page, "best", figures.ranking().best());
    page.section("Worst pictures");
    addShown(page, "worst", figures.ranking().worst());
  }

  private void addShown(HtmlPage page, String prefix, List<Integer> indices) throws IOException {
    TruthOverlay overlay = new TruthOverlay(input.classes(), input.minimumScore());
    List<HtmlPicture> drawn = new ArrayList<>();
    List<String> undrawn = new ArrayList<>();
    for (int index : indices) {
      ReportPicture picture = input.pictures().get(index);
      String caption = caption(picture.name(), figures.qualities().get(index));
      if (picture.source().isPresent()) {
        byte[] png =
            overlay.png(
                picture.name(), picture.source().get().read(), figures.matches().get(index));
        drawn.add(folder.add("%s-%d.png".formatted(prefix, drawn.size() + 1), caption, png));
      } else {
        undrawn.add(caption);
      }
    }
    if (indices.isEmpty()) {
      page.note("None.");
    }
    if (!drawn.isEmpty()) {
      page.gallery(drawn);
    }
    if (!undrawn.isEmpty()) {
      page.note("Without pixels to draw on:").list(undrawn);
    }
  }

  private static String caption(String name, PictureQuality quality) {
    return "%s: quality %s, F1 %s, mean IoU %s; %d found, %d missed, %d false alarms"
        .formatted(
            name,
            Figures.number(quality.quality()),
            Figures.number(quality.f1()),
            Figures.number(quality.meanOverlap()),
            quality.found(),
            quality.missed(),
            quality.falseAlarms());
  }
}
