/** The linear baselines: principal components and nonnegative matrix factorisation. */
package org.tucana.decomposition.linear;
