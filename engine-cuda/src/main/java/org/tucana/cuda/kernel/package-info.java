/** The kernel families on a CUDA device: cuBLAS, cuDNN and kernels of our own. */
package org.tucana.cuda.kernel;
