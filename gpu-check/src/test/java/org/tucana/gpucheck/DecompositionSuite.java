package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * Decompositions, against other libraries' results where there are some, and rewritten networks.
 */
@Suite
@SelectClasses(
    names = {
      "org.tucana.decomposition.algebra.AlgebraTest",
      "org.tucana.decomposition.algebra.LargeAlgebraTest",
      "org.tucana.decomposition.cp.CpOracleTest",
      "org.tucana.decomposition.cp.CpTest",
      "org.tucana.decomposition.leastsquares.LeastSquaresTest",
      "org.tucana.decomposition.linear.LinearBaselinesTest",
      "org.tucana.decomposition.method.MagnitudesTest",
      "org.tucana.decomposition.nonnegative.NonnegativeTuckerOracleTest",
      "org.tucana.decomposition.nonnegative.NonnegativeTuckerTest",
      "org.tucana.decomposition.rewrite.CompressionTest",
      "org.tucana.decomposition.rewrite.RewritingTest",
      "org.tucana.decomposition.spectral.SpectralTest",
      "org.tucana.decomposition.train.TensorTrainTest",
      "org.tucana.decomposition.tucker.TuckerOracleTest",
      "org.tucana.decomposition.tucker.TuckerTest"
    })
class DecompositionSuite extends DeviceSuite {}
