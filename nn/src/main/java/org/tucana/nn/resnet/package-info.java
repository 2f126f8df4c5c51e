/** Residual networks: ResNet-18, 34, 50, 101 and 152 as classifiers and as bodies of detectors. */
package org.tucana.nn.resnet;
