/** Where pixels lie on the sky: world coordinates of FITS headers, both ways. */
package org.tucana.astro.wcs;
