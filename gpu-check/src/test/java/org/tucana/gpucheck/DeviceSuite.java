package org.tucana.gpucheck;

import org.junit.platform.suite.api.ConfigurationParameter;

/** A suite of tests on a CUDA device, skipped where there is none: see {@link DeviceCondition}. */
@ConfigurationParameter(key = "junit.jupiter.extensions.autodetection.enabled", value = "true")
abstract class DeviceSuite {}
