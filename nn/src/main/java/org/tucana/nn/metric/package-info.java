/** Figures of merit of classifiers, with intervals. */
package org.tucana.nn.metric;
