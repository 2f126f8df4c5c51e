/**
 * Skies with known truth: simulated galaxies, and real ones cut from stamps and set on new skies.
 */
package org.tucana.astro.scene;
