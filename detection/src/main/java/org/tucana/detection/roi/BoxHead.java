package org.tucana.detection.roi;

import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/**
 * Classifies regions and moves their boxes: {@code box_head.fc6}, {@code box_head.fc7}, then {@code
 * box_predictor.cls_score} and {@code box_predictor.bbox_pred} (Girshick, "Fast R-CNN", ICCV 2015).
 */
public final class BoxHead extends NetworkModule {
  /** Bins along each side of a region. */
  public static final int REGION_SIDE = 7;

  private final int regionValues;
  private final Layer fc6;
  private final Layer fc7;
  private final Layer classScore;
  private final Layer boxDeltas;

  /**
   * @param channels of the regions
   * @param width features of a region
   * @param labels classes and background
   */
  public BoxHead(ParameterSpace space, int channels, int width, int labels) {
    super(space);
    regionValues = Math.multiplyExact(channels, REGION_SIDE * REGION_SIDE);
    fc6 = child(Layers.linear(space.child("box_head.fc6"), regionValues, width));
    fc7 = child(Layers.linear(space.child("box_head.fc7"), width, width));
    classScore = child(Layers.linear(space.child("box_predictor.cls_score"), width, labels));
    boxDeltas = child(Layers.linear(space.child("box_predictor.bbox_pred"), width, 4 * labels));
  }

  /** Regions [R,C,7,7] to predictions. */
  public BoxPrediction forward(Tensor regions) {
    try (var _ = enter(regions.session())) {
      Tensor features = hidden(regions);
      return new BoxPrediction(classScore.forward(features), boxDeltas.forward(features));
    }
  }

  /** Regions [R,C,7,7] to the features [R,width] that classes and boxes are predicted from. */
  public Tensor features(Tensor regions) {
    try (var _ = enter(regions.session())) {
      return hidden(regions);
    }
  }

  private Tensor hidden(Tensor regions) {
    Tensor first = Activations.relu(fc6.forward(regions.reshape(-1, regionValues)));
    return Activations.relu(fc7.forward(first));
  }

  /** The layer from features to class logits, background first. */
  public Layer classScore() {
    return classScore;
  }
}
