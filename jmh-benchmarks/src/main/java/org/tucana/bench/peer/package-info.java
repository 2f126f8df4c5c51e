/** Other engines doing the same works: ONNX Runtime in this process, torch and BLAS in Python. */
package org.tucana.bench.peer;
