package org.tucana.app;

import java.util.Arrays;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.data.StampSet;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.type.FormatException;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.train.Progress;

/**
 * Measures classifiers on stamps of known class.
 *
 * @param stamps the stamps
 * @param rows those that are asked for; of them those of known class count
 */
record ClassifierEvaluation(StampSet stamps, int[] rows) {
  /**
   * Adds the figures to a result; what needs outlines is null.
   *
   * @throws FormatException where no row has a class
   */
  void addTo(EvaluationResult result, FinderSet<StampClassifier> classifiers, Backend backend) {
    int[] classified =
        Arrays.stream(rows).filter(row -> stamps.row(row).label().isPresent()).toArray();
    if (classified.length == 0) {
      throw new FormatException(
          "evaluate: no stamp is of a known class; a classifier needs some of "
              + classifiers.model().classes());
    }
    result.classification(classifiers.map(of -> answers(of, classified, backend)));
    result.fact("AP50_box", null);
    result.fact("AP50_mask", null);
    result.fact("n", rows.length);
    result.fact("n_classified", classified.length);
  }

  private Answers answers(StampClassifier classifier, int[] classified, Backend backend) {
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
    return new Answers(classifier.classes(), truth, predicted);
  }
}
