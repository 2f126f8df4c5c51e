package org.tucana.cuda.binding;

/** A kernel that can be launched, as long as its module is open. */
public interface CudaFunction {}
