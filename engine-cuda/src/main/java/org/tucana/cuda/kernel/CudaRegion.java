package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;

import java.util.List;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Region;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.KernelFile;

/** Boxes and regions. */
final class CudaRegion implements Region {
  /** Numbers of 8 bytes that the grid of a box takes; Grid in region.cu. */
  private static final int GRID = 9;

  /** What a block of the gradient owns: a thread a cell, for some channels; TILE_ in region.cu. */
  private static final int TILE_ROWS = 8;

  private static final int TILE_COLUMNS = 32;
  private static final int TILE_CHANNELS = 8;

  private static final int BOXES_A_WORD = 64;
  private static final int MOST_THREADS = 1024;

  private final Device device;
  private final CudaReduction reduction;

  CudaRegion(Device device) {
    this.device = device;
    reduction = new CudaReduction(device);
  }

  /** Waits for the device: whether a box names no picture is known there only. */
  @Override
  public void roiAlign(
      RoiAlignGeometry geometry, List<Operand> levels, Operand boxes, Operand pictures, Operand y) {
    String type = floating("roi align", boxes, levels, y);
    int count = levels.getFirst().dim(0);
    new IndexCheck(device, "roi align")
        .firstOutside(pictures, count)
        .ifPresent(outside -> {
          throw KernelChecks.noPicture(outside.position(), outside.index(), count);
        });
    if (y.elements() == 0) {
      return;
    }
    Struct pyramid = Pyramid.of(geometry, levels);
    try (Scratch scratch = device.scratch("roi align")) {
      Address grids = grids(type, pyramid, boxes, pictures, scratch);
      device
          .launcher()
          .each(
              KernelFile.REGION,
              "roi_align" + type,
              y.elements(),
              pyramid,
              number(boxes.dim(0)),
              grids,
              address(y));
    }
  }

  /** A box that names no picture adds nowhere: the sampling that this belongs to refused it. */
  @Override
  public void roiAlignGradient(
      RoiAlignGeometry geometry,
      Operand boxes,
      Operand pictures,
      Operand dy,
      List<Operand> dLevels) {
    String type = floating("roi align gradient", boxes, dLevels, dy);
    ElementTypes.INDICES.require("roi align gradient", pictures);
    Struct pyramid = Pyramid.of(geometry, dLevels);
    try (Scratch scratch = device.scratch("roi align gradient")) {
      Address grids = grids(type, pyramid, boxes, pictures, scratch);
      for (int level = 0; level < dLevels.size(); level++) {
        device
            .launcher()
            .blocks(
                KernelFile.REGION,
                "roi_align_gradient" + type,
                tiles(dLevels.get(level)),
                TILE_ROWS * TILE_COLUMNS,
                pyramid,
                number(level),
                number(boxes.dim(0)),
                grids,
                address(dy));
      }
    }
  }

  private static long tiles(Operand map) {
    return (long) map.dim(0)
        * Math.ceilDiv(map.dim(1), TILE_CHANNELS)
        * Math.ceilDiv(map.dim(2), TILE_ROWS)
        * Math.ceilDiv(map.dim(3), TILE_COLUMNS);
  }

  /** Where the grids of boxes are going to be. */
  private Address grids(
      String type, Struct pyramid, Operand boxes, Operand pictures, Scratch scratch) {
    Address grids = address(scratch.operand(DType.INT64, boxes.dim(0), GRID));
    device
        .launcher()
        .each(
            KernelFile.REGION,
            "roi_grids" + type,
            boxes.dim(0),
            pyramid,
            number(boxes.dim(0)),
            address(boxes),
            address(pictures),
            grids);
    return grids;
  }

  /** The ending of kernels for boxes, maps and bins of one floating-point type. */
  private static String floating(
      String operation, Operand boxes, List<Operand> levels, Operand bins) {
    levels.forEach(level -> KernelChecks.sameType(operation, boxes, level));
    KernelChecks.sameType(operation, boxes, bins);
    ElementTypes.FLOATING.require(operation, boxes);
    return Arguments.suffix(boxes.dtype());
  }

  @Override
  public void boxIou(Operand a, Operand b, Operand y) {
    KernelChecks.sameType("box IoU", a, b);
    KernelChecks.sameType("box IoU", a, y);
    device
        .launcher()
        .each(
            KernelFile.BOXES,
            ElementTypes.FLOATING.kernel("box_iou", a),
            y.elements(),
            number(a.dim(0)),
            number(b.dim(0)),
            address(a),
            address(b),
            address(y));
  }

  @Override
  public void nonMaximumSuppression(
      double threshold,
      Operand boxes,
      Operand scores,
      Operand groups,
      Operand kept,
      Operand count) {
    String mask = ElementTypes.FLOATING.kernel("suppression_mask", boxes);
    ElementTypes.INDICES.require("suppression", groups);
    int n = boxes.dim(0);
    int words = Math.ceilDiv(n, BOXES_A_WORD);
    try (Scratch scratch = device.scratch("suppression")) {
      Operand order = scratch.operand(DType.INT32, n);
      reduction.topK(scores, scratch.operand(scores.dtype(), n), order);
      Operand overlaps = scratch.operand(DType.INT64, n, words);
      device
          .launcher()
          .each(
              KernelFile.BOXES,
              mask,
              overlaps.elements(),
              number(n),
              number(threshold),
              address(boxes),
              address(groups),
              address(order),
              address(overlaps));
      device
          .launcher()
          .blocks(
              KernelFile.BOXES,
              "suppression_sweep",
              1,
              Math.clamp(Arguments.powerOfTwoFrom(words), BOXES_A_WORD, MOST_THREADS),
              number(n),
              number(kept.dim(0)),
              address(order),
              address(overlaps),
              scratch.address(DType.INT64, words),
              address(kept),
              address(count));
    }
  }
}
