/** A classifier of pictures: a residual network with what it needs around it, and its training. */
package org.tucana.nn.classifier;
