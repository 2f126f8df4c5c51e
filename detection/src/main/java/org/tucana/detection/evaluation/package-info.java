/**
 * Measures detectors: COCO average precision and recall for boxes and masks, the report on the
 * central object of a stamp, and COCO's JSON.
 */
package org.tucana.detection.evaluation;
