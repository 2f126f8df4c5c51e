package org.tucana.detection.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.MatchedImage;

/**
 * All numbers of a report.
 *
 * @param precision the table of average precision
 * @param curves precision over recall, a set a chart
 * @param confusion of classes
 * @param rocs one a class
 * @param calibration of scores; none where scores are no probabilities
 * @param matches the pictures with the matches that all but the first two rest on
 * @param qualities of the pictures
 * @param ranking which pictures are shown
 */
record ReportFigures(
    List<PrecisionRow> precision,
    List<CurveSet> curves,
    DetectionConfusion confusion,
    List<ClassRoc> rocs,
    Optional<ScoreCalibration> calibration,
    List<MatchedImage> matches,
    List<PictureQuality> qualities,
    PictureRanking ranking) {

  /** The overlap from which on an object is found. */
  static final double FOUND = IouThresholds.AT_50.lowest();

  static ReportFigures of(ReportInput input) {
    List<Evaluations> evaluations =
        input.kinds().stream().map(kind -> Evaluations.of(input, kind)).toList();
    List<MatchedImage> matches =
        input.images().stream()
            .map(image -> MatchedImage.of(image, input.matchedBy(), FOUND))
            .toList();
    List<PictureQuality> qualities =
        matches.stream().map(image -> PictureQuality.of(image, input.minimumScore())).toList();
    return new ReportFigures(
        evaluations.stream().flatMap(e -> PrecisionRow.of(input, e).stream()).toList(),
        evaluations.stream()
            .flatMap(e ->
                Stream.of(IouThresholds.AT_50, IouThresholds.AT_75)
                    .map(threshold -> CurveSet.of(input, e, threshold)))
            .toList(),
        DetectionConfusion.of(matches, input.classes(), input.minimumScore()),
        ClassRoc.of(matches, input.classes()),
        ScoreCalibration.of(matches, input.classes().keySet()),
        matches,
        qualities,
        PictureRanking.of(qualities, input.shown()));
  }
}
