/** Regions: pooling, the box head, the mask head, their losses, and masks on the picture. */
package org.tucana.detection.roi;
