/**
 * Layers that are stored as the factors of a decomposition: each computes what the layer with the
 * reconstructed weight computes, from less.
 */
package org.tucana.nn.factor;
