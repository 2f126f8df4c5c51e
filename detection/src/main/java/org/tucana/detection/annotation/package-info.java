/** Annotation files, COCO's and those of VGG Image Annotator: read, checked and written. */
package org.tucana.detection.annotation;
