/**
 * Layers, and what they have in common: named parameters, children, state dicts. Parameter names
 * are torchvision's, so that public weights load without a mapping.
 */
package org.tucana.nn.module;
