package org.tucana.bench.study;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.report.HtmlPage;
import org.tucana.nn.report.HtmlPicture;

/**
 * A study's page, with its charts inside.
 *
 * @param result the study
 */
record StudyPage(StudyResult result) {
  private static final String AP50 = PrecisionFigures.name("AP50", OverlapKind.BOX);

  private static final List<String> PROPOSAL_FIGURES =
      Stream.of(OverlapKind.values())
          .flatMap(
              kind -> Stream.of("AP", "AP50").map(figure -> PrecisionFigures.name(figure, kind)))
          .toList();

  /** The page's text. */
  byte[] bytes() {
    HtmlPage page = new HtmlPage("Normal and compact detectors");
    addSummary(page);
    result.accuracy().ifPresent(found -> addAccuracy(page, found));
    result.stamps().ifPresent(found -> addStamps(page, found));
    result.cost().ifPresent(found -> addCost(page, found));
    if (!result.times().isEmpty()) {
      addTimes(page);
    }
    result.noise().ifPresent(found -> addNoise(page, found));
    result.proposals().ifPresent(found -> addProposals(page, found));
    result.classifiers().ifPresent(found -> addClassifiers(page, found));
    result.lengths().ifPresent(found -> addLengths(page, found));
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void addSummary(HtmlPage page) {
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put("models", Integer.toString(result.models().size()));
    List<StudyAim> aims = StudyAim.of(result);
    if (!aims.isEmpty()) {
      tiles.put("aims met", aims.stream().filter(StudyAim::isMet).count() + " of " + aims.size());
    }
    page.tiles(tiles)
        .paragraph(
            "The first model is the reference. All models have the same settings of pictures,"
                + " proposals, thresholds and tiles, so that they differ by networks and weights"
                + " alone; each was run on the same pictures.");
    StudyTables.models(result.models()).addTo(page);
    page.note(
        "Numbers in brackets are 95 % intervals by bootstrap over pictures (of times, over turns)."
            + " Differences are paired: both models' figures are computed on each sample of the"
            + " pictures. All numbers are in `study.json`.");
    if (!aims.isEmpty()) {
      page.section("Aims");
      StudyTables.aims(aims).addTo(page);
    }
    addPlots(page);
  }

  /** Average precision over time, where both were measured. */
  private void addPlots(HtmlPage page) {
    Optional<FigureGroup> all = result.accuracy().flatMap(a -> a.group(AccuracySection.ALL));
    if (all.isEmpty() || result.times().isEmpty()) {
      return;
    }
    List<HtmlPicture> charts = new ArrayList<>();
    for (TimeRow.Table time : result.times()) {
      for (OverlapKind kind : OverlapKind.values()) {
        charts.add(
            HtmlPicture.inside(
                "Up is more precise, left is faster; pictures of %d pixels, batch %d"
                    .formatted(time.side(), time.batch()),
                StudyCharts.precisionOverTime(all.get(), time, kind)));
      }
    }
    page.section("Precision over time")
        .paragraph(
            "Average precision over all simulated pictures beside the time of one picture. A model"
                + " with another above and to the left of it is beaten in both; the line joins"
                + " those that are not.")
        .pictures(charts);
  }

  private static void addAccuracy(HtmlPage page, FigureGroups found) {
    page.section("Accuracy on simulated pictures")
        .paragraph(
            ("Equally many pictures of %d x %d pixels of each evaluation set, drawn by the seed %d,"
                    + " with exact truth. Figures are COCO's, of any class.")
                .formatted(SimulatedSets.SIDE, SimulatedSets.SIDE, SimulatedSets.SEED));
    addFigures(page, found.groups());
  }

  private static void addFigures(HtmlPage page, List<FigureGroup> groups) {
    StudyTables.figures(groups).addTo(page);
    page.heading("Less the reference");
    StudyTables.differences(groups).addTo(page);
  }

  private static void addStamps(HtmlPage page, FigureGroups found) {
    page.section("Accuracy on real stamps")
        .paragraph(
            "Stamps of the split `val`. On stamps average precision counts the central object"
                + " alone, outlined by its automatic mask where that is good enough (objects are"
                + " those that are); the class is that of the detection that covers the centre"
                + " best, of stamps of known class. `scenes` are composed of these stamps with"
                + " exact truth. Surveys show what a change of instrument does.");
    addFigures(page, found.groups());
  }

  private static void addCost(HtmlPage page, CostRow.Table cost) {
    page.section("Cost")
        .paragraph(
            ("One picture of %d x %d pixels with the most regions (%d) and masks (%d) that the"
                    + " settings allow. The first figures are by the torchstat convention of"
                    + " published tables, which counts a layer once, so the head that proposes"
                    + " regions on five levels at the coarsest alone; those of operators count"
                    + " everything that runs, two FLOPs for each MAC.")
                .formatted(cost.side(), cost.side(), cost.regions(), cost.masks()));
    StudyTables.cost(cost).addTo(page);
  }

  private void addTimes(HtmlPage page) {
    TimeRow.Table first = result.times().getFirst();
    page.section("Time")
        .paragraph(
            ("From pictures in memory to pasted masks, the same %d pictures for all, which reach the"
                    + " networks at their own size, not cut into tiles. Models take turns until"
                    + " each had %d; medians. Shares are medians of the ratio within a turn."
                    + " Regions and masks are those that a picture had on average: a model that"
                    + " finds less outlines less.")
                .formatted(first.pictures(), first.rows().getFirst().turns().size()))
        .note(words(first.machine()));
    StudyTables.times(result.times()).addTo(page);
    page.note(
        "Proposer: body, pyramid and the head of proposals. Rest: ranking, suppression, pooling of"
            + " regions, pasting.");
    TimeWords.of(result.times()).forEach(page::note);
  }

  private static String words(Map<String, String> machine) {
    return machine.entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void addNoise(HtmlPage page, NoiseRow.Table noise) {
    page.section("Noise")
        .paragraph(
            "Independent Gaussian noise on every sample, its deviation sigma of samples in 0..255,"
                + " clipped to that range; the same noise for all models. Losses are paired with"
                + " the same pictures without noise.");
    StudyTables.noise(noise, AP50).addTo(page);
    List<HtmlPicture> charts =
        noise.rows().stream()
            .map(NoiseRow::pictures)
            .distinct()
            .map(pictures ->
                HtmlPicture.inside(
                    "AP50 of boxes, " + pictures, StudyCharts.noise(noise, pictures, AP50)))
            .toList();
    page.pictures(charts);
  }

  private static void addProposals(HtmlPage page, ProposalResult proposals) {
    page.section("Fewer proposals")
        .paragraph(
            "A change of settings that needs no other network, given to the reference and to the"
                + " second model alike: fewer regions leave suppression, and the same numbers where"
                + " regions suppress each other from another overlap (IoU) on. The models' own"
                + " settings stand first.");
    proposals
        .figures()
        .ifPresent(found -> {
          page.paragraph(
              ("On %d of the simulated pictures, equally many of each set, with %d objects."
                      + " Changes are paired with the same model's figures without the change;"
                      + " the reference has the same proposals.")
                  .formatted(found.pictures(), found.objects()));
          for (String figure : PROPOSAL_FIGURES) {
            page.heading(StudyTables.words(figure));
            StudyTables.proposals(found, figure).addTo(page);
          }
        });
    proposals
        .times()
        .ifPresent(times -> {
          page.heading("Time")
              .paragraph(
                  ("The same %d pictures of %d pixels for all, one at a time; every model takes turns"
                          + " with every number of proposals. Shares are medians of the ratio"
                          + " within a turn: of the time of the reference with the same proposals,"
                          + " which is what the networks bring, and of the same model's without the"
                          + " change, which is what the proposals bring.")
                      .formatted(times.pictures(), times.side()))
              .note(words(times.machine()));
          StudyTables.proposalTimes(times).addTo(page);
        });
    if (proposals.figures().isPresent() && proposals.times().isPresent()) {
      page.pictures(
          Stream.of(OverlapKind.values())
              .map(kind ->
                  HtmlPicture.inside(
                      "Up is more precise, left is faster; dashed: suppressed from another overlap on",
                      StudyCharts.proposals(
                          proposals.figures().get(), proposals.times().get(), kind)))
              .toList());
    }
  }

  private static void addClassifiers(HtmlPage page, ClassifierRow.Table classifiers) {
    page.section("Classifiers")
        .paragraph(
            ("Residual networks of four classes on one picture of 224 x 224 pixels, as they are and"
                    + " with factors: compact ones have the second convolution of every block as"
                    + " three, at ranks that reproduce the published costs, and of the arithmetic"
                    + " they save (MAdd) a share of %.1f is to be saved of the time; pointwise"
                    + " ones have every convolution of one pixel as two, too, of half as many"
                    + " channels between them as such a convolution has at most.")
                .formatted(ClassifierRow.AIM));
    StudyTables.classifiers(classifiers).addTo(page);
  }

  private static void addLengths(HtmlPage page, LengthRow.Table lengths) {
    page.section("Lengths of training")
        .paragraph(
            "Average precision on the same simulated pictures after trainings of several lengths;"
                + " hours are those of the steps in the log beside the model, each as long as the"
                + " middle one of 25.");
    StudyTables.lengths(lengths).addTo(page);
  }
}
