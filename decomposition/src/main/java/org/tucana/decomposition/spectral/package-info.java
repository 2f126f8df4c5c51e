/**
 * Singular vectors and values of matrices and unfoldings: dense solvers of EJML in double where the
 * problem is small, subspace iteration on the backend's matrix products where it is large.
 */
package org.tucana.decomposition.spectral;
