package org.tucana.nn.cost;

import org.tucana.core.type.Shape;

/**
 * What one layer costs by the torchstat convention.
 *
 * @param name its full name in the network
 * @param type its kind as torch calls it, for example {@code Conv2d}
 * @param in shape of its input, without a leading axis of one picture
 * @param out shape of its output, likewise
 * @param counts the figures
 */
public record LayerCost(String name, String type, Shape in, Shape out, Counts counts) {}
