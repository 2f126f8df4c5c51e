/** What of CUDA is on this machine, and what is missing. */
package org.tucana.cuda.system;
