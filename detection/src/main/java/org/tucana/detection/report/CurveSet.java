package org.tucana.detection.report;

import java.util.ArrayList;
import java.util.List;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.PrecisionRecall;

/**
 * Curves of precision over recall that share a chart.
 *
 * @param kind boxes or masks
 * @param iou the overlap from which on a detection is right
 * @param curves those that a true object defines
 */
record CurveSet(OverlapKind kind, double iou, List<Named> curves) {

  /** Whose curve it is. */
  enum Role {
    ANY_CLASS,
    COMPARED,
    ONE_CLASS
  }

  /** A curve and what it is called. */
  record Named(String name, Role role, PrecisionRecall curve) {}

  static CurveSet of(ReportInput input, Evaluations evaluations, IouThresholds threshold) {
    List<Named> curves = new ArrayList<>();
    add(curves, List.of(PrecisionRow.DETECTOR), Role.ANY_CLASS, evaluations.anyClass(), threshold);
    evaluations
        .compared()
        .ifPresent(evaluation -> {
          String name = input.compared().orElseThrow().name() + ", any class";
          add(curves, List.of(name), Role.COMPARED, evaluation, threshold);
        });
    add(
        curves,
        List.copyOf(input.classes().values()),
        Role.ONE_CLASS,
        evaluations.perClass(),
        threshold);
    return new CurveSet(evaluations.kind(), threshold.lowest(), List.copyOf(curves));
  }

  private static void add(
      List<Named> curves,
      List<String> names,
      Role role,
      CocoEvaluation evaluation,
      IouThresholds threshold) {
    List<List<PrecisionRecall>> ofClasses = evaluation.curves(threshold);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      ofClasses.get(i).forEach(curve -> curves.add(new Named(name, role, curve)));
    }
  }
}
