package org.tucana.app.trace;

import org.tucana.detection.backbone.PyramidBackbone;
import org.tucana.nn.resnet.ResNetBody;
import org.tucana.nn.resnet.ResNetSpec;

/** The body's stages C2 to C5. */
final class BackbonePage implements StagePage {
  BackbonePage() {}

  @Override
  public String title() {
    return "Backbone";
  }

  @Override
  public String slug() {
    return "backbone";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    report
        .words(
            """
            A residual network (here `%s`) turns the picture into feature maps: many numbers, the
            channels, for each cell of a grid. Its first layers divide the picture's sides by four;
            each further stage halves them again and has more channels. Early stages answer to
            edges and small spots at their exact place; late stages answer to whole shapes, but
            their cells are large. Every block adds what it computes to what it was given, so that
            many of them can be stacked and still be trained.
            """
                .formatted(subject.config().backbone().body()))
        .formula("y = relu(F(x) + x)          F: two or three convolutions with normalisation");
    FeaturePages.add(report, subject, subject.trace().stages(), TraceSubject::stage);
    report.computedBy(PyramidBackbone.class, ResNetBody.class, ResNetSpec.class);
  }
}
