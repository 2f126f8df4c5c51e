package org.tucana.nn.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The figures of a classifier.
 *
 * @param confusion which class was taken for which
 * @param accuracy share of right answers
 * @param accuracyInterval its 95 % interval by Wilson's score
 * @param balancedAccuracy mean recall of the classes
 * @param balancedAccuracyInterval its interval by bootstrap over the cases
 * @param perClass the figures of each class
 */
public record ClassificationReport(
    ConfusionMatrix confusion,
    double accuracy,
    Interval accuracyInterval,
    double balancedAccuracy,
    Interval balancedAccuracyInterval,
    List<ClassScores> perClass) {
  public ClassificationReport {
    perClass = List.copyOf(perClass);
  }

  /** The report on given answers. */
  public static ClassificationReport of(Answers answers, Bootstrap bootstrap) {
    ConfusionMatrix confusion = answers.confusion();
    return new ClassificationReport(
        confusion,
        confusion.accuracy(),
        Interval.wilson95(confusion.right(), confusion.cases()),
        confusion.balancedAccuracy(),
        bootstrap.interval(answers.cases(), sample -> answers.confusion(sample).balancedAccuracy()),
        IntStream.range(0, answers.classes().size()).mapToObj(confusion::scores).toList());
  }
}
