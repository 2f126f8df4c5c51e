package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Every kernel of our own once; what compute-sanitizer watches. */
@Suite
@SelectClasses(names = {"org.tucana.cuda.kernel.EveryKernelTest"})
class KernelSuite extends DeviceSuite {}
