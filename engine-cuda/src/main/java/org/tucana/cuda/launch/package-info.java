/** Kernels from PTX, launched only with arguments that fit their declarations. */
package org.tucana.cuda.launch;
