package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Operators against torch's outputs. */
// Its tests are made as it runs: there are none where it is skipped.
@Suite(failIfNoTests = false)
@SelectClasses(names = {"org.tucana.core.op.OracleTest"})
class OperatorOracleSuite extends DeviceSuite {}
