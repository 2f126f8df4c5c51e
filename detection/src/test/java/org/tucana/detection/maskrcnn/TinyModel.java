package org.tucana.detection.maskrcnn;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.config.MaskConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.nn.module.ParameterSpace;

/** A narrow Mask R-CNN for pictures of 64x64 pixels, so that tests are fast. */
public final class TinyModel {
  /** Rows and columns of its pictures. */
  public static final int SIDE = 64;

  private TinyModel() {}

  /** Its settings: two classes, one channel. */
  public static MaskRcnnConfig config() {
    return MaskRcnnConfig.torchvision("resnet18", List.of("disc", "bar"))
        .with(new TransformConfig(SIDE, SIDE, List.of(0.5), List.of(0.25)))
        .with(new BackboneConfig("resnet18", 8))
        .with(AnchorConfig.ofSizes(4, 8, 16, 32, 64))
        .with(new RpnConfig(60, 60, 30, 30, 0.7, 0.7, 0.3, 64, 0.5, 0))
        .with(
            new BoxConfig(
                0.05, 0.5, 20, 0.5, 0.5, 32, 0.25, List.of(10f, 10f, 5f, 5f), 16, false, false))
        .with(new MaskConfig(List.of(8), 8));
  }

  /** With drawn weights. */
  public static MaskRcnn random(Backend backend, MaskRcnnConfig config) {
    return new MaskRcnn(ParameterSpace.random(backend, 7), config);
  }
}
