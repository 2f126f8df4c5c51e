package org.tucana.core;

/**
 * A module on the way to an operator.
 *
 * @param path dotted names from the root module, as in parameter names
 * @param moduleIdentity number of the module object, equal for every call of the same object
 * @param call how often that object had been called before, counting from 0
 */
public record Frame(String path, int moduleIdentity, int call) {}
