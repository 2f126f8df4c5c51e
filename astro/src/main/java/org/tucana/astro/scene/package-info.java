/** Scenes that detectors train on: real galaxies set on simulated skies, simulated ones, stamps. */
package org.tucana.astro.scene;
