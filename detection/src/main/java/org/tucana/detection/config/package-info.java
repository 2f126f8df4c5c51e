/** Settings of a Mask R-CNN and their JSON form; names and meanings are torchvision's. */
package org.tucana.detection.config;
