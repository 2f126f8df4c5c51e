package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tucana.core.op.NonMaximumSuppression;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Suppression;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.rpn.ProposalCandidates;
import org.tucana.detection.rpn.ProposalSelection;
import org.tucana.detection.rpn.Proposals;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.nn.report.PictureImage;

/** From anchors to proposals: moved, clipped, thinned. */
final class ProposalPage implements StagePage {
  /** More boxes than this hide each other. */
  private static final int DRAWN = 100;

  /** Opacity of a box of score 0; one of score 1 is opaque. */
  private static final double FAINTEST = 0.3;

  ProposalPage() {}

  @Override
  public String title() {
    return "Proposals";
  }

  @Override
  public String slug() {
    return "proposals";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    RpnConfig config = subject.config().rpn();
    Proposals proposals = subject.proposals();
    ProposalCandidates candidates = proposals.candidates();
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                The likeliest %d anchors of each level are moved and stretched by their four
                numbers and clipped to the picture: these are the candidates. Many of them lie on
                the same object. Non-maximum suppression keeps the likeliest box, drops every box
                of the same level that overlaps it by more than %.2f, and goes on with the
                likeliest of the rest. At most %d proposals of all levels remain: places to look at
                closely.
                """,
                config.preNmsTopNTest(),
                config.nmsThreshold(),
                config.postNmsTopNTest()))
        .formula(
            """
            anchor: centre (xa, ya), width wa, height ha          all weights are 1 here
            x = xa + δx · wa     y = ya + δy · ha     w = wa · e^δw     h = ha · e^δh
            IoU(A, B) = area of A ∩ B / area of A ∪ B
            """)
        .table(
            List.of("level", "anchors", "candidates", "proposals"),
            rows(subject, candidates, proposals));
    if (candidates.boxes().size() > 0) {
      report.figures(figures(subject, candidates, proposals));
    }
    report
        .computedBy(
            ProposalSelection.class, BoxCoder.class, Suppression.class, NonMaximumSuppression.class)
        .tensor("candidate_boxes", TraceSubject.tensor(candidates.boxes()))
        .tensor("candidate_scores", TraceSubject.vector(candidates.scores()))
        .tensor("candidate_levels", TraceSubject.vector(candidates.levels()))
        .tensor("candidate_anchors", TraceSubject.vector(candidates.anchors()))
        .tensor("proposal_boxes", TraceSubject.tensor(proposals.boxes()))
        .tensor("proposal_scores", TraceSubject.vector(proposals.scores()))
        .tensor("proposal_candidates", TraceSubject.vector(proposals.chosen()))
        .number("candidates", candidates.boxes().size())
        .number("proposals", proposals.boxes().size())
        .number("nms_threshold", config.nmsThreshold());
  }

  private static List<List<String>> rows(
      TraceSubject subject, ProposalCandidates candidates, Proposals proposals) {
    List<List<String>> rows = new ArrayList<>();
    for (int level = 0; level < subject.levels(); level++) {
      int wanted = level;
      rows.add(
          List.of(
              TraceSubject.level(level),
              Integer.toString(subject.trace().anchors().get(level).size()),
              Long.toString(IntStream.of(candidates.levels()).filter(l -> l == wanted).count()),
              Long.toString(
                  IntStream.of(proposals.chosen())
                      .filter(c -> candidates.levels()[c] == wanted)
                      .count())));
    }
    return rows;
  }

  private static List<StageBlock.Figure> figures(
      TraceSubject subject, ProposalCandidates candidates, Proposals proposals) {
    BufferedImage picture = PictureImage.of(subject.seen());
    List<Integer> surest =
        IntStream.range(0, candidates.scores().length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -candidates.scores()[i]))
            .limit(DRAWN)
            .toList();
    Set<Integer> chosen = IntStream.of(proposals.chosen()).boxed().collect(Collectors.toSet());
    List<Integer> kept = surest.stream().filter(chosen::contains).toList();
    Boxes anchors =
        Boxes.of(
            IntStream.range(0, candidates.anchors().length)
                .mapToObj(i ->
                    subject
                        .trace()
                        .anchors()
                        .get(candidates.levels()[i])
                        .get(candidates.anchors()[i]))
                .toList());
    return List.of(
        new StageBlock.Figure(
            "anchors",
            "The %d likeliest anchors, coloured by level.".formatted(surest.size()),
            drawn(subject, picture, candidates, anchors, surest)),
        new StageBlock.Figure(
            "before-suppression",
            "Before suppression: the same, moved and stretched.",
            drawn(subject, picture, candidates, candidates.boxes(), surest)),
        new StageBlock.Figure(
            "after-suppression",
            "After suppression: the %d of them that remain.".formatted(kept.size()),
            drawn(subject, picture, candidates, candidates.boxes(), kept)),
        oneSuppression(subject, picture, candidates, surest.getFirst()));
  }

  /** The surest on top. */
  private static BufferedImage drawn(
      TraceSubject subject,
      BufferedImage picture,
      ProposalCandidates candidates,
      Boxes boxes,
      List<Integer> positions) {
    Sketch sketch = Sketch.of(picture);
    for (int i : positions.reversed()) {
      double opacity = FAINTEST + (1 - FAINTEST) * candidates.scores()[i];
      sketch.box(boxes.get(i), Palette.faint(Palette.of(candidates.levels()[i]), opacity), 1.5);
    }
    return sketch
        .legend(IntStream.range(0, subject.levels()).mapToObj(TraceSubject::level).toList())
        .image();
  }

  /** The likeliest candidate and those that it drops. */
  private static StageBlock.Figure oneSuppression(
      TraceSubject subject, BufferedImage picture, ProposalCandidates candidates, int surest) {
    Box winner = candidates.boxes().get(surest);
    double threshold = subject.config().rpn().nmsThreshold();
    int[] dropped =
        IntStream.range(0, candidates.scores().length)
            .filter(i ->
                i != surest
                    && candidates.levels()[i] == candidates.levels()[surest]
                    && candidates.boxes().get(i).iou(winner) > threshold)
            .toArray();
    Sketch sketch =
        Sketch.near(picture, winner, Math.max(winner.width(), winner.height()), Sketch.SIDE);
    for (int i : dropped) {
      sketch.dashedBox(candidates.boxes().get(i), Palette.faint(Palette.BEFORE, 0.7), 1);
    }
    sketch
        .box(winner, Palette.AFTER, 2.5)
        .label(winner.x1(), winner.y1(), Text.two(candidates.scores()[surest]), Palette.AFTER);
    return new StageBlock.Figure(
        "one-suppression",
        String.format(
            Locale.ROOT,
            "One step, enlarged: the likeliest candidate (solid, with its score) and the %d of its"
                + " level that it drops (dashed): their IoU with it is above %.2f.",
            dropped.length,
            threshold),
        sketch.image());
  }
}
