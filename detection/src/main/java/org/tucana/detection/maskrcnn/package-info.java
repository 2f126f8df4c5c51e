/** The detector: its stages connected, the record of a pass, its losses. */
package org.tucana.detection.maskrcnn;
