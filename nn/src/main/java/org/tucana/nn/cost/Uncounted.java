package org.tucana.nn.cost;

/**
 * Work that figures leave out.
 *
 * @param name the operator or step
 * @param reason why it cannot be counted
 */
public record Uncounted(String name, String reason) {}
