/** The reference kernels against answers worked out by hand and against identities. */
package org.tucana.core.reference;
