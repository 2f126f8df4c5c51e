package org.tucana.gpucheck;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.train.Squares;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.testing.RuleWeights;

/** Which Mask R-CNN is trained and run on the device. */
enum DetectorSize {
  /** Some seconds a step where the device is software. */
  TINY {
    @Override
    MaskRcnn open(Backend backend) {
      return TinyModel.random(backend, TinyModel.config());
    }

    @Override
    Squares pictures() {
      return Squares.tiny();
    }
  },

  /** The published network on pictures of the usual size. */
  PUBLISHED {
    @Override
    MaskRcnn open(Backend backend) {
      MaskRcnnConfig config = MaskRcnnConfig.torchvision("resnet50", List.of("disc", "bar"));
      MaskRcnn model = new MaskRcnn(ParameterSpace.toBeLoaded(backend), config);
      RuleWeights.load(model, RuleWeights.VISIBLE);
      return model;
    }

    @Override
    Squares pictures() {
      return new Squares(3, 800, 1088);
    }
  };

  abstract MaskRcnn open(Backend backend);

  abstract Squares pictures();

  /** What the system property {@code tucana.test.detector} names; {@code tiny} without it. */
  static DetectorSize chosen() {
    return switch (System.getProperty("tucana.test.detector", "tiny")) {
      case "tiny" -> TINY;
      case "published" -> PUBLISHED;
      case String other ->
          throw new IllegalArgumentException(
              "tucana.test.detector: expected tiny or published, got " + other);
    };
  }
}
