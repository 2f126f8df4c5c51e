package org.tucana.bench.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.Median;

/**
 * What a study was to reach, and whether it did.
 *
 * @param what is aimed at, in words
 * @param value what was reached
 * @param least the aim
 */
record StudyAim(String what, double value, double least) {
  /** Of the published networks: 1,000 pictures in 62 s where the normal one takes 134 s. */
  private static final double PUBLISHED_SPEED = 134.0 / 62;

  /** Of the difference in AP50, at the lower end of its interval. */
  private static final double MOST_LOST = -0.02;

  private static final double SPEED_OVER_PEER = 5;

  @JsonProperty("met")
  boolean isMet() {
    return value >= least;
  }

  /** In a word for tables. */
  String verdict() {
    return isMet() ? "met" : "MISSED";
  }

  /** The aims of what was measured: of the second model, and of the published networks. */
  static List<StudyAim> of(StudyResult result) {
    List<StudyAim> aims = new ArrayList<>();
    String ap50 = PrecisionFigures.name("AP50", OverlapKind.BOX);
    Optional<FigureGroup> all = result.accuracy().flatMap(a -> a.group(AccuracySection.ALL));
    Optional<TimeRow.Table> time = result.time(SimulatedSets.SIDE, TimeSection.BATCHES.getFirst());
    String judged = result.models().get(1).name();
    time.ifPresent(table -> addSpeeds(table, judged, aims));
    all.flatMap(group -> group.model(judged))
        .ifPresent(own ->
            aims.add(
                new StudyAim(
                    judged + ": AP50 of boxes less the reference's, lower end",
                    own.differences().get(ap50).interval().low(),
                    MOST_LOST)));
    result
        .classifiers()
        .ifPresent(table ->
            table.rows().stream()
                .filter(ClassifierRow::isJudged)
                .forEach(row ->
                    aims.add(
                        new StudyAim(
                            row.architecture() + ": time saved over arithmetic saved",
                            row.gain(),
                            ClassifierRow.AIM))));
    return aims;
  }

  private static void addSpeeds(TimeRow.Table table, String model, List<StudyAim> aims) {
    Optional<TimeRow> own = table.row(model);
    own.ifPresent(row ->
        aims.add(
            new StudyAim(
                model + ": speed over the reference's, as is published",
                1 / row.share().value(),
                PUBLISHED_SPEED)));
    Optional<TimeRow> peer = table.row(DetectorPeer.NAME);
    if (own.isPresent() && peer.isPresent()) {
      double[] ratios = new double[own.get().turns().size()];
      for (int turn = 0; turn < ratios.length; turn++) {
        ratios[turn] = peer.get().turns().get(turn) / own.get().turns().get(turn);
      }
      aims.add(
          new StudyAim(
              model + ": speed over " + DetectorPeer.NAME + "'s of the reference",
              Median.of(ratios),
              SPEED_OVER_PEER));
    }
  }
}
