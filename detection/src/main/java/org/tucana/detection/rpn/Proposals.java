package org.tucana.detection.rpn;

import org.tucana.detection.structure.Boxes;

/**
 * Regions of one picture that may hold an object, the likeliest first.
 *
 * @param boxes in pixels of the resized picture
 * @param scores objectness in [0, 1]
 * @param chosen positions of these boxes among the candidates
 * @param candidates what suppression chose from
 */
public record Proposals(Boxes boxes, float[] scores, int[] chosen, ProposalCandidates candidates) {}
