/** What the backend uses of CUDA, cuBLAS and cuDNN, as interfaces that know no binding library. */
package org.tucana.cuda.binding;
