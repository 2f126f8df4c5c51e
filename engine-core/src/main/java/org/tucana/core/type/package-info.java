/**
 * Values that everything else is written in: shapes, element types, host tensors, random keys,
 * errors.
 */
package org.tucana.core.type;
