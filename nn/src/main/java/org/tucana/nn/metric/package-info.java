/** Figures of merit of classifiers and of scores, with intervals. */
package org.tucana.nn.metric;
