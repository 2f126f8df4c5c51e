/** Device memory and page-locked host memory from pools. */
package org.tucana.cuda.memory;
