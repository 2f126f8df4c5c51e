package org.tucana.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Device memory that a kernel call uses while it runs. It may be closed as soon as all launches are
 * queued: the pool hands blocks on in the stream's order.
 */
final class Scratch implements AutoCloseable {
  private final DeviceMemory memory;
  private final String label;
  private final List<Storage> storages = new ArrayList<>();

  Scratch(DeviceMemory memory, String label) {
    this.memory = memory;
    this.label = label;
  }

  /** A row-major operand; contents are undefined. */
  Operand operand(DType dtype, int... dims) {
    return operand(new TensorType(Shape.of(dims), dtype));
  }

  /** A row-major operand; contents are undefined. */
  Operand operand(TensorType type) {
    Storage storage = memory.allocate(type, "scratch of " + label);
    storages.add(storage);
    return Operand.rowMajor(type, storage);
  }

  /** Memory for some elements. */
  Address address(DType dtype, int elements) {
    return new Address(DeviceStorage.address(operand(dtype, elements)));
  }

  /** Memory of some bytes. */
  DeviceBlock block(long bytes) {
    return bytes == 0
        ? DeviceBlock.NONE
        : new DeviceBlock(address(DType.UINT8, Math.toIntExact(bytes)).value(), bytes);
  }

  @Override
  public void close() {
    storages.forEach(memory::release);
  }
}
