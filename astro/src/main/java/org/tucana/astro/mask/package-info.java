/** Masks of objects found without a network: thresholds, connected components, central objects. */
package org.tucana.astro.mask;
