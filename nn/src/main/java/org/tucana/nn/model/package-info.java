/** Model files: weights with everything that is needed to use them. */
package org.tucana.nn.model;
