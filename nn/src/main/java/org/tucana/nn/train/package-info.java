/** The training loop: steps, log, loss plot, checkpoints that resume to the same bytes. */
package org.tucana.nn.train;
