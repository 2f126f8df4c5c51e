package org.tucana.cuda.binding.jcuda;

import jcuda.driver.CUfunction;
import org.tucana.cuda.binding.CudaFunction;

/** A kernel through JCuda. */
record JCudaFunction(CUfunction handle) implements CudaFunction {}
