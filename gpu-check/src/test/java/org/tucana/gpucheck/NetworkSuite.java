package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Networks, training and weights, against torch's outputs where there are some. */
@Suite
@SelectClasses(
    names = {
      "org.tucana.nn.classifier.ClassifierTest",
      "org.tucana.nn.classifier.HeadTaskTest",
      "org.tucana.nn.factor.FactorisedLayerTest",
      "org.tucana.nn.factor.FactorisedNetworksTest",
      "org.tucana.nn.module.BatchNorm2dLayerTest",
      "org.tucana.nn.module.StateDictTest",
      "org.tucana.nn.optimizer.GroupedOptimizerTest",
      "org.tucana.nn.resnet.CifarResNetTest",
      "org.tucana.nn.resnet.FoldedImageNetTest",
      "org.tucana.nn.resnet.ImageNetBodyTest",
      "org.tucana.nn.resnet.ResNetOracleTest",
      "org.tucana.nn.resnet.ResNetTest",
      "org.tucana.nn.train.TrainerTest"
    })
class NetworkSuite extends DeviceSuite {}
