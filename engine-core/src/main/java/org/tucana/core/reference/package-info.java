/**
 * The executable definition of every kernel: plain loops in double, rounded once at the store,
 * never optimised. Other backends are tested against it, and it is the place to read what an
 * operator computes.
 */
package org.tucana.core.reference;
