package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/**
 * Rows [R,I] times the transposed weight [O,I] of a linear layer, as a map of I channels and R
 * pixels in one row. The inputs are taken in parts, so that the weights of a group of outputs stay
 * in the cache while rows go by; the sums of parts are added in their order, which also keeps more
 * digits than one long sum.
 */
public final class LinearProduct {
  private static final int BLOCK = MapExtent.BLOCK;

  /** Blocks of inputs in a part: 128 KiB of weights a group of outputs, beside rows thrice that. */
  private static final int PART = 64;

  private final int inputs;
  private final int outputs;
  private final PackedFilters[] parts;
  private final float[] start;
  private final float[] zeros;

  /**
   * Packs a row-major weight [O,I].
   *
   * @param weight array that holds it from {@code offset} on
   */
  public LinearProduct(Workers workers, int outputs, int inputs, float[] weight, int offset) {
    this.inputs = inputs;
    this.outputs = outputs;
    start = MapEpilogue.start(outputs);
    zeros = MapEpilogue.start(outputs);
    parts = new PackedFilters[Math.max(1, Math.ceilDiv(inputs, PART * BLOCK))];
    for (int part = 0; part < parts.length; part++) {
      parts[part] = pack(workers, part, weight, offset);
    }
  }

  private int firstInput(int part) {
    return part * PART * BLOCK;
  }

  private int blocks(int part) {
    return Math.min(PART, Math.ceilDiv(inputs - firstInput(part), BLOCK));
  }

  private PackedFilters pack(Workers workers, int part, float[] weight, int offset) {
    int first = firstInput(part);
    int terms = blocks(part) * BLOCK;
    int given = Math.min(terms, inputs - first);
    int groups = PackedFilters.groups(outputs);
    float[] values = new float[Math.multiplyExact(groups * terms, PixelTile.WIDTH)];
    workers.run(
        groups,
        (group, scratch) -> {
          int output = group * PixelTile.WIDTH;
          int count = Math.min(PixelTile.WIDTH, outputs - output);
          for (int term = 0; term < given; term++) {
            int from = offset + output * inputs + first + term;
            int to = (group * terms + term) * PixelTile.WIDTH;
            for (int i = 0; i < count; i++) {
              values[to + i] = weight[from + i * inputs];
            }
          }
        });
    return new PackedFilters(values, outputs, terms);
  }

  /**
   * Computes {@code y = relu(x * weight^T + bias)}.
   *
   * @param x array that holds the row-major rows [R,I] from {@code from} on
   * @param bias array that holds O values from {@code biasFrom} on; null for none
   * @param y receives the row-major result [R,O] from {@code to} on
   */
  public void run(
      Workers workers,
      float[] x,
      int from,
      int rows,
      float[] bias,
      int biasFrom,
      boolean relu,
      float[] y,
      int to) {
    if (bias != null) {
      System.arraycopy(bias, biasFrom, start, 0, outputs);
    }
    MapExtent extent = new MapExtent(1, outputs, 1, rows, 0);
    Scratch scratch = workers.scratch();
    BlockedMap sums = map(scratch, Purpose.RESULT, extent);
    for (int part = 0; part < parts.length; part++) {
      BlockedMap given =
          map(scratch, Purpose.LEFT, new MapExtent(1, blocks(part) * BLOCK, 1, rows, 0));
      enter(workers, x, from + firstInput(part), given, inputs - firstInput(part));
      boolean finishes = relu && part == parts.length - 1;
      if (part == 0) {
        multiply(workers, part, given, new MapEpilogue(start, null, finishes), sums);
      } else {
        BlockedMap next = map(scratch, Purpose.RIGHT, extent);
        multiply(workers, part, given, new MapEpilogue(zeros, null, false), next);
        add(workers, next, finishes, sums);
      }
    }
    leave(workers, sums, y, to);
  }

  private static BlockedMap map(Scratch scratch, Purpose purpose, MapExtent extent) {
    return new BlockedMap(scratch.floats(purpose, extent.length()), 0, extent);
  }

  private void multiply(
      Workers workers, int part, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    MapExtent in = x.extent();
    int[] runs = new int[in.blocks()];
    Arrays.setAll(runs, block -> block * in.planeStride());
    new TileProduct(
            new TileProduct.Grid(1, 1, in.width()),
            new TileProduct.Input(x.values(), PixelWalk.over(x), runs, in.length()),
            parts[part],
            epilogue,
            y,
            PixelWalk.over(y),
            null)
        .run(workers);
  }

  /** {@code y += x}, and negative sums become zero where {@code relu}. */
  private static void add(Workers workers, BlockedMap x, boolean relu, BlockedMap y) {
    float floor = relu ? 0f : Float.NEGATIVE_INFINITY;
    y.forEachPlane(
        workers,
        (image, block) -> {
          int at = y.at(image, block, 0, 0);
          for (int i = at; i < at + y.extent().planeStride(); i += PixelTile.LANES) {
            FloatVector.fromArray(PixelTile.SPECIES, y.values(), i)
                .add(FloatVector.fromArray(PixelTile.SPECIES, x.values(), i))
                .max(floor)
                .intoArray(y.values(), i);
          }
        });
  }

  /** Brings some columns of rows into blocks; what is missing of the last one becomes zero. */
  private void enter(Workers workers, float[] x, int from, BlockedMap y, int columns) {
    y.forEachPlane(
        workers,
        (image, block) -> {
          int at = from + block * BLOCK;
          int to = y.at(image, block, 0, 0);
          int count = Math.min(BLOCK, columns - block * BLOCK);
          for (int row = 0; row < y.extent().width(); row++) {
            copy(x, at + row * inputs, y.values(), to + row * BLOCK, count);
            Arrays.fill(y.values(), to + row * BLOCK + count, to + (row + 1) * BLOCK, 0f);
          }
        });
  }

  private void leave(Workers workers, BlockedMap x, float[] y, int to) {
    x.forEachPlane(
        workers,
        (image, block) -> {
          int at = x.at(image, block, 0, 0);
          int first = to + block * BLOCK;
          int count = Math.min(BLOCK, outputs - block * BLOCK);
          for (int row = 0; row < x.extent().width(); row++) {
            copy(x.values(), at + row * BLOCK, y, first + row * outputs, count);
          }
        });
  }

  /** Copies a block or less. */
  private static void copy(float[] x, int from, float[] y, int to, int count) {
    if (count < BLOCK) {
      System.arraycopy(x, from, y, to, count);
      return;
    }
    for (int lane = 0; lane < BLOCK; lane += PixelTile.LANES) {
      FloatVector.fromArray(PixelTile.SPECIES, x, from + lane).intoArray(y, to + lane);
    }
  }
}
