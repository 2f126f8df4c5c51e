package org.tucana.cuda.memory;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.cuda.memory.BlockPool.Lease;

/** A storage in device memory. */
public final class DeviceStorage implements Storage {
  private final DType dtype;
  private final int length;
  private final Lease<Long> lease;

  DeviceStorage(DType dtype, int length, Lease<Long> lease) {
    this.dtype = dtype;
    this.length = length;
    this.lease = lease;
  }

  /** The device storage of an operand. */
  static DeviceStorage of(Storage storage) {
    if (storage instanceof DeviceStorage device) {
      return device;
    }
    throw new BackendException(
        "cuda: it was given "
            + storage.label()
            + ", which does not lie in device memory; upload it in the session that uses it");
  }

  /** The device address of an operand's first element. */
  public static long address(Operand operand) {
    long start = of(operand.storage()).lease.block();
    return start + (long) operand.offset() * operand.dtype().bytes();
  }

  Lease<Long> lease() {
    return lease;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String label() {
    return lease.label();
  }

  @Override
  public boolean closed() {
    return lease.closed();
  }
}
