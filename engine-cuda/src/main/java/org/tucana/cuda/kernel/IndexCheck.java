package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;

import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/** Looks for indices that name nothing, and waits for the device, which alone knows them. */
record IndexCheck(Device device, String operation) {
  /**
   * An index that names nothing.
   *
   * @param position where among the indices it stands
   */
  record Outside(int position, int index) {}

  /** The first of INT32 indices [n] that is not from 0 to {@code length} - 1. */
  Optional<Outside> firstOutside(Operand indices, int length) {
    if (length == 0 && indices.elements() > 0) {
      return Optional.of(outside(indices, 0));
    }
    return firstOutside(indices, length, 0); // which is allowed anyway
  }

  /**
   * The first of INT32 indices [n] that is neither from 0 to {@code length} - 1 nor {@code
   * allowed}.
   */
  Optional<Outside> firstOutside(Operand indices, int length, int allowed) {
    ElementTypes.INDICES.require(operation, indices);
    int count = indices.elements();
    if (count == 0) {
      return Optional.empty();
    }
    try (Scratch scratch = device.scratch(operation)) {
      Operand first = scratch.operand(DType.INT32, 1);
      device
          .launcher()
          .blocks(
              KernelFile.INDEXING,
              "check_indices",
              1,
              Launcher.THREADS,
              number(count),
              address(indices),
              number(length),
              number(allowed),
              address(first));
      int position = value(first);
      return position < 0 ? Optional.empty() : Optional.of(outside(indices, position));
    }
  }

  private Outside outside(Operand indices, int position) {
    return new Outside(position, value(indices.slice(0, position, position + 1)));
  }

  private int value(Operand one) {
    return device.memory().download(one).toInts()[0];
  }
}
