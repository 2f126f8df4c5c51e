/** Inference plans as CUDA graphs. */
package org.tucana.cuda.plan;
