/** Maps from physical values to brightness, and pictures of any file to what a model takes. */
package org.tucana.astro.stretch;
