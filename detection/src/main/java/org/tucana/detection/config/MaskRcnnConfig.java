package org.tucana.detection.config;

import java.util.List;

/**
 * All that decides a Mask R-CNN besides its weights. Its JSON form is flat: see {@link
 * MaskRcnnConfigJson}.
 *
 * @param classes names of the classes; label l means the name at l - 1, since 0 is background
 * @param transform how pictures are prepared
 * @param backbone the body and the pyramid
 * @param anchors the reference boxes
 * @param rpn region proposals
 * @param box classification and boxes
 * @param mask outlines
 */
public record MaskRcnnConfig(
    List<String> classes,
    TransformConfig transform,
    BackboneConfig backbone,
    AnchorConfig anchors,
    RpnConfig rpn,
    BoxConfig box,
    MaskConfig mask) {
  public MaskRcnnConfig {
    classes = List.copyOf(classes);
    Require.that(!classes.isEmpty(), "classes", "at least one name", classes);
  }

  /**
   * torchvision's {@code maskrcnn_*_fpn} for colour pictures.
   *
   * @param body name of the residual network
   */
  public static MaskRcnnConfig torchvision(String body, List<String> classes) {
    return new MaskRcnnConfig(
        classes,
        new TransformConfig(800, 1333, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
        new BackboneConfig(body, 256),
        AnchorConfig.ofSizes(32, 64, 128, 256, 512),
        RpnConfig.defaults(),
        BoxConfig.defaults(),
        MaskConfig.defaults());
  }

  /** Number of labels: the classes and background. */
  public int labels() {
    return classes.size() + 1;
  }

  public MaskRcnnConfig with(TransformConfig other) {
    return new MaskRcnnConfig(classes, other, backbone, anchors, rpn, box, mask);
  }

  public MaskRcnnConfig with(BackboneConfig other) {
    return new MaskRcnnConfig(classes, transform, other, anchors, rpn, box, mask);
  }

  public MaskRcnnConfig with(AnchorConfig other) {
    return new MaskRcnnConfig(classes, transform, backbone, other, rpn, box, mask);
  }

  public MaskRcnnConfig with(RpnConfig other) {
    return new MaskRcnnConfig(classes, transform, backbone, anchors, other, box, mask);
  }

  public MaskRcnnConfig with(BoxConfig other) {
    return new MaskRcnnConfig(classes, transform, backbone, anchors, rpn, other, mask);
  }

  public MaskRcnnConfig with(MaskConfig other) {
    return new MaskRcnnConfig(classes, transform, backbone, anchors, rpn, box, other);
  }
}
