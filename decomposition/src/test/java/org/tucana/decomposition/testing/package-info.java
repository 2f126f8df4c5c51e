/** Helpers that tests of all decompositions share. */
package org.tucana.decomposition.testing;
