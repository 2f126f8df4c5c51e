/** Pictures from files and into files: JPEG, PNG and FITS, with hostile input refused in words. */
package org.tucana.astro.io;
