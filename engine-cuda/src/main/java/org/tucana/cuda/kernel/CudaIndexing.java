package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;

import org.tucana.core.kernel.AxisExtent;
import org.tucana.core.kernel.Indexing;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/** Selection by index: x is [outer, length, inner], the index [n], y [outer, n, inner]. */
final class CudaIndexing implements Indexing {
  /** Keys that a block sorts by itself; TILE in indexing.cu. */
  private static final int TILE = 2048;

  private final Device device;
  private final CudaPointwise pointwise;

  CudaIndexing(Device device) {
    this.device = device;
    pointwise = new CudaPointwise(device);
  }

  /** Waits for the device: whether an index is outside is known there only. */
  @Override
  public void select(int axis, Operand x, Operand index, Operand y) {
    KernelChecks.sameType("select", x, y);
    AxisExtent e = AxisExtent.of(axis, x.shape());
    new IndexCheck(device, "select")
        .firstOutside(index, e.length())
        .ifPresent(outside -> {
          throw KernelChecks.indexOutside(outside.index(), outside.position(), axis, x.shape());
        });
    launch(
        "select" + Arguments.moved(x.dtype()),
        y.elements(),
        number((long) e.outer()),
        number(e.length()),
        number((long) e.inner()),
        number(index.elements()),
        address(x),
        address(index),
        address(y));
  }

  /** An index outside adds nowhere: the selection that this belongs to has refused it. */
  @Override
  public void selectGradient(int axis, Operand dy, Operand index, Operand dx) {
    String kernel = ElementTypes.FLOATING.kernel("select_gradient", dy);
    KernelChecks.sameType("select_gradient", dy, dx);
    ElementTypes.INDICES.require("select_gradient", index);
    pointwise.fill(0, dx);
    if (dy.elements() == 0) {
      return;
    }
    AxisExtent e = AxisExtent.of(axis, dx.shape());
    try (Scratch scratch = device.scratch("select_gradient")) {
      launch(
          kernel,
          dy.elements(),
          number((long) e.outer()),
          number(e.length()),
          number((long) e.inner()),
          number(index.elements()),
          address(dy),
          sortedKeys(index, scratch),
          address(dx));
    }
  }

  /** The indices in rising order, each with its position; equal ones in the order of these. */
  private Address sortedKeys(Operand index, Scratch scratch) {
    int count = index.elements();
    int padded = Arguments.powerOfTwoFrom(count);
    Address keys = scratch.address(DType.INT64, padded);
    launch("sort_keys", padded, number(count), number(padded), address(index), keys);
    sortTiles(padded, 2, TILE, keys);
    for (long run = 2 * TILE; run <= padded; run *= 2) {
      for (long distance = run / 2; distance >= TILE; distance /= 2) {
        launch("sort_step", padded / 2, number((long) padded), number(run), number(distance), keys);
      }
      sortTiles(padded, run, run, keys);
    }
    return keys;
  }

  private void sortTiles(long padded, long firstRun, long lastRun, Address keys) {
    device
        .launcher()
        .blocks(
            KernelFile.INDEXING,
            "sort_tiles",
            Math.ceilDiv(padded, TILE),
            Launcher.THREADS,
            number(padded),
            number(firstRun),
            number(lastRun),
            keys);
  }

  private void launch(String kernel, long threads, KernelArgument... arguments) {
    device.launcher().each(KernelFile.INDEXING, kernel, threads, arguments);
  }
}
