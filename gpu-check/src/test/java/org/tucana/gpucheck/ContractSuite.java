package org.tucana.gpucheck;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** What every backend is held to, gradients and plans included, and the backend's own tests. */
@Suite
@SelectClasses(
    names = {
      "org.tucana.core.contract.KernelContractTest",
      "org.tucana.core.op.BackendsAgreeTest",
      "org.tucana.core.OwnershipTest",
      "org.tucana.core.ProgramTest",
      "org.tucana.core.TapeTest",
      "org.tucana.cuda.plan.CudaChainTest",
      "org.tucana.cuda.plan.CudaPlanTest",
      "org.tucana.cuda.kernel.ConvolutionAlgorithmsTest",
      "org.tucana.cuda.kernel.CudaIndexingTest",
      "org.tucana.cuda.kernel.CudaLossTest",
      "org.tucana.cuda.kernel.CudaMatmulTest",
      "org.tucana.cuda.kernel.CudaOptimizerTest",
      "org.tucana.cuda.kernel.CudaPlanesTest",
      "org.tucana.cuda.kernel.CudaPointwiseTest",
      "org.tucana.cuda.kernel.CudaReductionTest",
      "org.tucana.cuda.kernel.CudaRegionTest"
    })
class ContractSuite extends DeviceSuite {}
