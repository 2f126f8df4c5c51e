package org.tucana.bench.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.detection.evaluation.OverlapKind;

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

  /** Of the published networks: an average precision of 0.93 beside 0.94. */
  private static final double PUBLISHED_LOSS = -0.01;

  @JsonProperty("met")
  boolean isMet() {
    return value >= least;
  }

  /** In a word for tables. */
  String verdict() {
    return isMet() ? "met" : "MISSED";
  }

  /** The aims of what was measured. */
  static List<StudyAim> of(StudyResult result) {
    List<StudyAim> aims = new ArrayList<>();
    String ap50 = PrecisionFigures.name("AP50", OverlapKind.BOX);
    Optional<FigureGroup> all = result.accuracy().flatMap(a -> a.group(AccuracySection.ALL));
    Optional<TimeRow.Table> time = result.time(SimulatedSets.SIDE, TimeSection.BATCHES.getFirst());
    for (StudyModel model : result.models().subList(1, result.models().size())) {
      time.flatMap(table -> table.row(model.name()))
          .ifPresent(row ->
              aims.add(
                  new StudyAim(
                      model.name() + ": speed over the reference's, as is published",
                      1 / row.share().value(),
                      PUBLISHED_SPEED)));
      all.flatMap(group -> group.model(model.name()))
          .ifPresent(own ->
              aims.add(
                  new StudyAim(
                      model.name() + ": AP50 of boxes less the reference's, as is published",
                      own.differences().get(ap50).value(),
                      PUBLISHED_LOSS)));
    }
    result
        .classifiers()
        .ifPresent(table ->
            table
                .rows()
                .forEach(row ->
                    aims.add(
                        new StudyAim(
                            row.architecture() + ": time saved over arithmetic saved",
                            row.gain(),
                            ClassifierRow.AIM))));
    return aims;
  }
}
