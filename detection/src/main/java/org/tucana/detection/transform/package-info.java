/** The first stage: pictures and their truth, normalised, resized and batched. */
package org.tucana.detection.transform;
