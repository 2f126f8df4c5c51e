package org.tucana.detection.backbone;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Tensor;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNetBody;
import org.tucana.nn.resnet.ResNetSpec;

/** A residual network with frozen batch normalisation ({@code body}) and a pyramid on it. */
public final class PyramidBackbone extends NetworkModule {
  private final ResNetBody body;
  private final FeaturePyramidNetwork fpn;

  public PyramidBackbone(ParameterSpace space, BackboneConfig config, int channels) {
    super(space);
    ResNetSpec spec = ResNetSpec.named(config.body(), channels, BatchNormSpec.frozen());
    List<Integer> widths =
        IntStream.range(0, ResNetSpec.STAGES).mapToObj(spec::stageChannels).toList();
    body = child(new ResNetBody(space.child("body"), spec));
    fpn = child(new FeaturePyramidNetwork(space.child("fpn"), widths, config.fpnWidth()));
  }

  public ResNetBody body() {
    return body;
  }

  /** Pictures [N,C,H,W] to their feature maps. */
  public BackboneFeatures forward(Tensor pixels) {
    try (var _ = enter(pixels.session())) {
      // Frozen statistics: the mode makes no difference.
      List<Tensor> stages = body.forward(pixels, Mode.EVALUATE).list();
      return new BackboneFeatures(stages, fpn.forward(stages));
    }
  }
}
