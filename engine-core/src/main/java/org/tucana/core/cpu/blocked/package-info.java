/**
 * Convolutions on maps whose channels lie in blocks, for plans: no image is unfolded, and a vector
 * holds channels of one pixel.
 */
package org.tucana.core.cpu.blocked;
