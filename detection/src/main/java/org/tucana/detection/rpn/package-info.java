/** The third stage: region proposals and what they are trained on. */
package org.tucana.detection.rpn;
