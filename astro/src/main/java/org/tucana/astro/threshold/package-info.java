/**
 * Finds objects without a network: a smooth sky, a threshold, and blends taken apart.
 *
 * <p>The method is that of Bertin and Arnouts, "SExtractor: Software for source extraction", 1996:
 * every step is stated there or in the program's manual, and none of its code is used.
 */
package org.tucana.astro.threshold;
