/** Tensor trains, and weights as trains of matrices. */
package org.tucana.decomposition.train;
