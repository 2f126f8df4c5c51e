package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Every kernel of our own once; what compute-sanitizer watches. */
// Its tests are made as it runs: there are none where it is skipped.
@Suite(failIfNoTests = false)
@SelectClasses(names = {"org.tucana.cuda.kernel.EveryKernelTest"})
class KernelSuite extends DeviceSuite {}
