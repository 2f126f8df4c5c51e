/** Training of a Mask R-CNN by the training loop of nn. */
package org.tucana.detection.train;
