/**
 * The operators, one a file, and the named classes that apply them to tensors: {@code Arithmetic},
 * {@code Convolutions}, {@code Losses} and so on. An operator says what it takes and refuses, which
 * kernel computes it, how it is differentiated and what it costs.
 */
package org.tucana.core.op;
