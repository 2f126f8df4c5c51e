/** Labelled sets of stamps: pictures with one galaxy at the centre. */
package org.tucana.astro.data;
