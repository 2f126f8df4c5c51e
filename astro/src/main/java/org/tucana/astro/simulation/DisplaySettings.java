package org.tucana.astro.simulation;

/**
 * Ranges of the display pictures.
 *
 * @param softeningSigmas brightness up to which the stretch is about linear, noise deviations
 * @param whiteSigmas brightness shown as white, noise deviations
 * @param skyLevel brightness of the empty sky in [0, 1]; dark ones are likelier
 * @param skyTint factor of that brightness for each channel
 * @param greyShare share of pictures of one band, shown grey
 */
public record DisplaySettings(
    Range softeningSigmas, Range whiteSigmas, Range skyLevel, Range skyTint, double greyShare) {}
