/**
 * Residual networks: ResNet-18 to 152 as classifiers and as bodies of detectors, and those for
 * small pictures with 20 to 56 layers.
 */
package org.tucana.nn.resnet;
