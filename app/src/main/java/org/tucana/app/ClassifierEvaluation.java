package org.tucana.app;

import java.util.Arrays;
import java.util.Map;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.data.StampSet;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.type.FormatException;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;
import org.tucana.nn.train.Progress;

/**
 * Measures a classifier on stamps of known class.
 *
 * @param classifier of the four classes
 * @param backend where to compute
 * @param intervals how intervals are drawn
 */
record ClassifierEvaluation(StampClassifier classifier, Backend backend, Bootstrap intervals) {
  /**
   * Adds the figures of some rows; what needs outlines is null.
   *
   * @throws FormatException where no row has a class
   */
  void addTo(Map<String, Object> report, StampSet stamps, int[] rows) {
    int[] classified =
        Arrays.stream(rows).filter(row -> stamps.row(row).label().isPresent()).toArray();
    if (classified.length == 0) {
      throw new FormatException(
          "evaluate: no stamp is of a known class; a classifier needs some of "
              + classifier.classes());
    }
    int[] truth = new int[classified.length];
    int[] predicted = new int[classified.length];
    try (EagerSession session = new EagerSession(backend);
        Progress progress = Console.progress("stamps", classified.length)) {
      for (int i = 0; i < classified.length; i++) {
        truth[i] = stamps.row(classified[i]).label().getAsInt() - 1;
        predicted[i] = classifier.classify(session, stamps.picture(classified[i]));
        progress.at(i + 1L, "");
      }
    }
    Answers answers = new Answers(classifier.classes(), truth, predicted);
    EvaluateCommand.addClassification(report, ClassificationReport.of(answers, intervals));
    report.put("AP50_box", null);
    report.put("AP50_mask", null);
    report.put("n", rows.length);
    report.put("n_classified", classified.length);
  }
}
