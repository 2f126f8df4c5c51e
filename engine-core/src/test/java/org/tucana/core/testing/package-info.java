/**
 * Helpers that tests of every module share: random tensors, tolerances, a pretended device, shared
 * data.
 */
package org.tucana.core.testing;
