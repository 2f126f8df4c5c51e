package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Mask R-CNN against torchvision's outputs, inference and a training step. */
@Suite
@SelectClasses(
    names = {
      "org.tucana.detection.maskrcnn.MaskRcnnOracleTest",
      "org.tucana.detection.maskrcnn.MaskRcnnTrainingOracleTest"
    })
class ParitySuite extends DeviceSuite {}
