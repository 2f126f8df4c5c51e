/** The team of threads that kernels run on, and the buffers that its threads keep. */
package org.tucana.core.cpu.threads;
