package org.tucana.detection.rpn;

import org.tucana.core.Tensor;

/**
 * What the proposer says of every anchor: level after level, cell after cell along rows, the
 * anchors of a cell together.
 *
 * @param objectness logits [N,A]
 * @param deltas offsets from the anchors [N,A,4]
 */
public record RpnPrediction(Tensor objectness, Tensor deltas) {}
