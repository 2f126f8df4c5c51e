/**
 * Tests of all operators from tables: gradients against central differences, refusals in words, and
 * the outputs of public libraries.
 */
package org.tucana.core.op;
