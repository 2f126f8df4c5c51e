package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Operators against torch's outputs. */
@Suite
@SelectClasses(names = {"org.tucana.core.op.OracleTest"})
class OperatorOracleSuite extends DeviceSuite {}
