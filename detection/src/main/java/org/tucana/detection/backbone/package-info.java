/** The second stage: a residual network and the feature pyramid on it. */
package org.tucana.detection.backbone;
