package org.tucana.detection.rpn;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.op.Joining;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/**
 * One small convolutional network on every level: how likely an object is at each anchor, and where
 * its box lies (Ren et al., "Faster R-CNN", NeurIPS 2015, section 3.1).
 */
public final class RpnHead extends NetworkModule {
  private static final double INITIAL_DEVIATION = 0.01;
  private static final String SHARED = "conv.0.0";
  private static final String OBJECTNESS = "cls_logits";
  private static final String DELTAS = "bbox_pred";

  private final int anchorsPerCell;
  private final Layer conv;
  private final ReluLayer relu;
  private final Layer objectness;
  private final Layer deltas;

  public RpnHead(ParameterSpace space, int width, int anchorsPerCell) {
    super(space);
    this.anchorsPerCell = anchorsPerCell;
    int inner = innerChannels(SHARED, List.of(), List.of(OBJECTNESS, DELTAS), width);
    conv = convolution(space.child(SHARED), ConvSpec.of(width, inner, 3).padding(1));
    relu = child(new ReluLayer(space.child("conv.0.1")));
    objectness = convolution(space.child(OBJECTNESS), ConvSpec.of(inner, anchorsPerCell, 1));
    deltas = convolution(space.child(DELTAS), ConvSpec.of(inner, 4 * anchorsPerCell, 1));
  }

  private Layer convolution(ParameterSpace space, ConvSpec spec) {
    return child(Layers.conv2d(space, spec.initializer(Initializer.normal(INITIAL_DEVIATION))));
  }

  /** Predictions for all anchors of all levels. */
  public RpnPrediction forward(FeaturePyramid pyramid) {
    List<Tensor> logits = new ArrayList<>();
    List<Tensor> offsets = new ArrayList<>();
    try (var _ = enter(pyramid.levels().getFirst().session())) {
      for (Tensor level : pyramid.levels()) {
        Tensor hidden = relu.forward(conv.forward(level));
        logits.add(byAnchor(objectness.forward(hidden), 1));
        offsets.add(byAnchor(deltas.forward(hidden), 4));
      }
      Tensor all = Joining.concat(1, logits);
      return new RpnPrediction(all.reshape(-1, all.dim(1)), Joining.concat(1, offsets));
    }
  }

  /** [N,A*numbers,H,W] to [N,H*W*A,numbers]. */
  private Tensor byAnchor(Tensor x, int numbers) {
    int rows = x.dim(2);
    int columns = x.dim(3);
    return x.reshape(-1, anchorsPerCell, numbers, rows, columns)
        .permute(0, 3, 4, 1, 2)
        .reshape(-1, rows * columns * anchorsPerCell, numbers);
  }
}
