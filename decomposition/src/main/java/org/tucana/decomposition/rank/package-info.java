/**
 * Which ranks a network's layers get: estimates from their weights, files, shares and budgets, and
 * the interface that further rules plug in by.
 */
package org.tucana.decomposition.rank;
