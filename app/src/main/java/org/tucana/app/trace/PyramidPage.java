package org.tucana.app.trace;

import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.backbone.FeaturePyramidNetwork;

/** The pyramid's levels P2 to P6. */
final class PyramidPage implements StagePage {
  PyramidPage() {}

  @Override
  public String title() {
    return "Pyramid";
  }

  @Override
  public String slug() {
    return "pyramid";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    report
        .words(
            """
            The finest map of the backbone knows where things are, the coarsest knows what they
            are. The feature pyramid network brings both together: from the coarsest stage
            downwards, each map is enlarged to twice its size and added to the next finer stage,
            after a 1x1 convolution has given that one the same number of channels (%d). A 3x3
            convolution smooths the sum. One more level takes every second cell of P5, for very
            large objects; it only proposes. No rectifier follows, so numbers may be negative here.
            """
                .formatted(subject.config().backbone().fpnWidth()))
        .formula(
            """
            M5 = conv1x1(C5)
            Mk = conv1x1(Ck) + enlarged(Mk+1)      k = 4, 3, 2; each cell of Mk+1 four times
            Pk = conv3x3(Mk)                       k = 2 to 5
            P6 = every second row and column of P5
            """);
    FeaturePages.add(report, subject, subject.trace().pyramid().levels(), TraceSubject::level);
    report.computedBy(FeaturePyramidNetwork.class, FeaturePyramid.class);
  }
}
