/** Detectors ready for use: pictures of any size in, objects out; model files. */
package org.tucana.detection.detector;
