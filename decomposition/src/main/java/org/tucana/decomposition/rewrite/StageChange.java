package org.tucana.decomposition.rewrite;

/**
 * A network, or one of the networks of a detector, before and after.
 *
 * @param name what it is, with the size it was measured at
 * @param outputError norm of the outputs' change over the norm of the outputs, see {@link
 *     Treatment#comparedOn}
 * @param before its cost
 * @param after its cost with factors
 */
public record StageChange(String name, double outputError, Footprint before, Footprint after) {}
