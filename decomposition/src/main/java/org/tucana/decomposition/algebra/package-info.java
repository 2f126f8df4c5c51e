/**
 * Multilinear algebra on tensors of any order from 1 on, in float32 or float64, on any backend:
 * what decompositions are written in. Names and conventions follow Kolda and Bader, "Tensor
 * Decompositions and Applications", SIAM Review 51 (2009), but with rows in C order.
 *
 * <p>Letters in shapes: I_n is the size of mode n, J or R another size for it.
 */
package org.tucana.decomposition.algebra;
