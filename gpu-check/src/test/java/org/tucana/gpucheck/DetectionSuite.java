package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** The detector's stages, inference and training. */
@Suite
@SelectClasses(
    names = {
      "org.tucana.detection.detector.DetectorModelTest",
      "org.tucana.detection.detector.ObjectReaderTest",
      "org.tucana.detection.maskrcnn.EdgeCaseTest",
      "org.tucana.detection.roi.BoxSelectionTest",
      "org.tucana.detection.roi.ClassLayerTest",
      "org.tucana.detection.roi.ClassLossTest",
      "org.tucana.detection.roi.RoiSamplesTest",
      "org.tucana.detection.rpn.ProposalSelectionTest",
      "org.tucana.detection.train.DetectorTaskTest",
      "org.tucana.detection.train.FactorisedDetectorTest",
      "org.tucana.detection.transform.PictureTransformTest"
    })
class DetectionSuite extends DeviceSuite {}
