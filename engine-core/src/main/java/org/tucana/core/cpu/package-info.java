/**
 * The backend {@code cpu}: plain Java arrays, vector instructions, all threads.
 *
 * <p>Products and convolutions share one structure, from the inside out: {@code RegisterTile} forms
 * a tile of sums in registers; {@code BlockedProduct} cuts a product into blocks that fit the
 * caches and deals them to {@code Workers}; what differs between a matrix product and a convolution
 * is how rows of the right-hand operand are gathered ({@code Packing}, {@code PixelRows}) and where
 * tiles are stored ({@code TileStore}, {@code PixelResult}).
 *
 * <p>No bit of a result depends on the number of threads: each output has one order of summation.
 */
package org.tucana.core.cpu;
