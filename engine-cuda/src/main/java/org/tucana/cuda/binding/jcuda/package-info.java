/** CUDA, cuBLAS and cuDNN through JCuda; no other package uses it. */
package org.tucana.cuda.binding.jcuda;
