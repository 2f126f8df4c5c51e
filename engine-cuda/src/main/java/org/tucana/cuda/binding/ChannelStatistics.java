package org.tucana.cuda.binding;

/** Addresses of what a batch normalisation knows of each channel, one number a channel. */
public record ChannelStatistics(long scale, long shift, long mean, long variance) {}
