package org.tucana.cuda.binding;

/**
 * What a device has.
 *
 * @param processors multiprocessors
 * @param sharedBytes shared memory that a block may ask for at most
 * @param capability compute capability, ten times the major version plus the minor one
 */
public record DeviceLimits(int processors, int sharedBytes, int capability) {}
