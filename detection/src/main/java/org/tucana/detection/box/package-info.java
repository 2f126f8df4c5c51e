/**
 * Arithmetic of boxes that several stages share: anchors, offsets, matching, sampling, suppression.
 */
package org.tucana.detection.box;
