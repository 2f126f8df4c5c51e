package org.tucana.core.cpu.blocked;

/**
 * What all tiles of a product have in common ({@link PixelTile}, {@link PlanarTile}).
 *
 * @param input the values that are read
 * @param terms distances of terms from a pixel: of the first of each run of {@link MapExtent#BLOCK}
 *     terms, or in planes ({@link PlanarTile}) of each term
 * @param weights for each term the values of {@link PixelTile#WIDTH} channels, side by side
 * @param start what the sums of a channel begin with
 * @param residual what is added to the sums at their end: {@link PixelTile#WIDTH} zeros at
 *     distances of 0 for nothing, as a branch would have the compiler compile twice
 * @param residualStep distance between pixels there
 * @param residualSecond distance of the second vector of channels there
 * @param output receives the sums
 * @param outputStep distance between pixels there
 * @param outputSecond distance of the second vector of channels there
 * @param floor what is smaller becomes this
 */
record TileLayer(
    float[] input,
    int[] terms,
    float[] weights,
    float[] start,
    float[] residual,
    int residualStep,
    int residualSecond,
    float[] output,
    int outputStep,
    int outputSecond,
    float floor) {}
