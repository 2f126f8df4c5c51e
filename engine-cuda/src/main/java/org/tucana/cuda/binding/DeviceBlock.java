package org.tucana.cuda.binding;

/** Device memory for a call to work in. */
public record DeviceBlock(long address, long bytes) {
  public static final DeviceBlock NONE = new DeviceBlock(0, 0);
}
