package org.tucana.detection.roi;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Reductions;
import org.tucana.detection.config.BoxConfig;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/**
 * Classifies regions and moves their boxes: {@code box_head.fc6}, {@code box_head.fc7}, then {@code
 * box_predictor.cls_score} and {@code box_predictor.bbox_pred} (Girshick, "Fast R-CNN", ICCV 2015).
 * With a class layer, {@value #CLASS_LAYER} decides among the classes, from {@link #features}.
 */
public final class BoxHead extends NetworkModule {
  /** Bins along each side of a region. */
  public static final int REGION_SIDE = 7;

  /** Name of the layer that says the class of what is an object. */
  public static final String CLASS_LAYER = "box_predictor.class_given_object";

  private static final String FIRST_LAYER = "box_head.fc6";
  private static final String SECOND_LAYER = "box_head.fc7";

  private final int regionValues;
  private final int width;
  private final Layer fc6;
  private final Layer fc7;
  private final Layer classScore;
  private final Layer boxDeltas;
  private final Optional<Layer> classGivenObject;

  /**
   * @param channels of the regions
   * @param config size of the head
   * @param labels classes and background
   */
  public BoxHead(ParameterSpace space, int channels, BoxConfig config, int labels) {
    super(space);
    width = config.headWidth();
    regionValues = Math.multiplyExact(channels, REGION_SIDE * REGION_SIDE);
    int inner = innerChannels(FIRST_LAYER, List.of(), List.of(SECOND_LAYER), width);
    fc6 = child(Layers.linear(space.child(FIRST_LAYER), regionValues, inner));
    fc7 = child(Layers.linear(space.child(SECOND_LAYER), inner, width));
    classScore = child(Layers.linear(space.child("box_predictor.cls_score"), width, labels));
    boxDeltas = child(Layers.linear(space.child("box_predictor.bbox_pred"), width, 4 * labels));
    classGivenObject =
        config.classLayer()
            ? Optional.of(
                child(Layers.linear(space.child(CLASS_LAYER), width + 2 * channels, labels - 1)))
            : Optional.empty();
  }

  /** Regions [R,C,7,7] to predictions. */
  public BoxPrediction forward(Tensor regions) {
    try (var _ = enter(regions.session())) {
      return predicted(hiddenOf(regions), regions);
    }
  }

  /** Regions [R,C,7,7] to what {@code fc7} makes of them [R,width]. */
  public Tensor hidden(Tensor regions) {
    try (var _ = enter(regions.session())) {
      return hiddenOf(regions);
    }
  }

  /** The predictions for regions [R,C,7,7] of which {@link #hidden} is known. */
  public BoxPrediction predict(Tensor hidden, Tensor regions) {
    try (var _ = enter(regions.session())) {
      return predicted(hidden, regions);
    }
  }

  private BoxPrediction predicted(Tensor hidden, Tensor regions) {
    Tensor scores = classScore.forward(hidden);
    Tensor logits =
        classGivenObject
            .map(layer -> ofObjects(scores, layer.forward(described(hidden, regions))))
            .orElse(scores);
    return new BoxPrediction(logits, boxDeltas.forward(hidden));
  }

  /**
   * Regions [R,C,7,7] to the features [R,width+2C] that tell their classes: those of fc7, then each
   * channel's mean and its largest value over the region. The latter know nothing of position,
   * which a layer learned from few labels could not yet ignore.
   */
  public Tensor features(Tensor regions) {
    try (var _ = enter(regions.session())) {
      return described(hiddenOf(regions), regions);
    }
  }

  /** Features [R,width+2C] to class logits [R,labels], background first. */
  public Tensor classLogits(Tensor features) {
    try (var _ = enter(features.session())) {
      Tensor scores = classScore.forward(features.slice(1, 0, width));
      return classGivenObject
          .map(layer -> ofObjects(scores, layer.forward(features)))
          .orElse(scores);
    }
  }

  private Tensor hiddenOf(Tensor regions) {
    Tensor first = Activations.relu(fc6.forward(regions.reshape(-1, regionValues)));
    return Activations.relu(fc7.forward(first));
  }

  private static Tensor described(Tensor hidden, Tensor regions) {
    return Joining.concat(
        1, List.of(hidden, Reductions.mean(regions, 2, 3), Reductions.maximum(regions, 2, 3)));
  }

  /**
   * The logits of classes c given logits b of background and z of objects: b and log(sum exp z) +
   * log softmax(c), so that the odds of an object against background are those of b and z, and the
   * odds among classes those of c.
   */
  private static Tensor ofObjects(Tensor scores, Tensor classes) {
    Tensor background = scores.slice(1, 0, 1);
    Tensor object = LogSumExp.of(scores.slice(1, 1, scores.dim(1)));
    Tensor shift = Arithmetic.subtract(object, LogSumExp.of(classes));
    return Joining.concat(1, List.of(background, Arithmetic.add(classes, shift)));
  }
}
