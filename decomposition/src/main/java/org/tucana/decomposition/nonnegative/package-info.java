/** Tucker decompositions with nonnegative core and factors. */
package org.tucana.decomposition.nonnegative;
