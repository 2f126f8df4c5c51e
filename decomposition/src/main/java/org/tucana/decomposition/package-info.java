/**
 * Tensor decompositions worked on the engine's tensors: each returns a record that reconstructs and
 * says its relative error, its compression and its history.
 */
package org.tucana.decomposition;
