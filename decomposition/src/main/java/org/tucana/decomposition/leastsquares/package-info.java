/**
 * The least-squares problems that alternating decompositions solve, one factor at a time, with the
 * other factors fixed: minimise ||X_(n) - U V^T|| over U [I_n, R], of which only the small G = V^T
 * V [R, R] and M = X_(n) V [I_n, R] matter. Factors and their Gram matrices are matrices of EJML in
 * double; what touches the whole tensor is a product of the backend.
 */
package org.tucana.decomposition.leastsquares;
