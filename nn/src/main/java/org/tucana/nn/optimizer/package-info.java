/** Optimisers, parameter groups, learning-rate schedules and gradient clipping. */
package org.tucana.nn.optimizer;
