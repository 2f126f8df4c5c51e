/** Classification of stamps: one galaxy at the centre, which of the four classes. */
package org.tucana.astro.classify;
