/** Networks whose layers are replaced by factorised ones, and what that changes. */
package org.tucana.decomposition.rewrite;
