/** Canonical polyadic decompositions by alternating least squares. */
package org.tucana.decomposition.cp;
