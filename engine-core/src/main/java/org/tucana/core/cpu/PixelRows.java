package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.Scratch.Purpose;

/**
 * The right-hand operand of a convolution: copies the input values that a range of grid points
 * needs into rows, one row for each (channel, tap).
 *
 * <p>Grid points of one output row that lie side by side form a segment; so does, for a given tap,
 * what they read. Input rows are first copied with their zero border (and, for strides, split by
 * column modulo stride), so that the copying of segments knows neither borders nor strides and can
 * move whole vectors: what a segment's last vector writes too much, the next segment overwrites.
 * Inputs that need no border are read in place.
 */
final class PixelRows implements BlockedProduct.Right {
  private static final VectorSpecies<Float> SPECIES = RegisterTile.SPECIES;
  private static final int LANES = RegisterTile.LANES;

  private final PixelGrid grid;
  private final float[] input;
  private final int inputOffset;
  private final boolean inPlace;
  private final int firstRow;
  private final int rowSpan;
  private final int firstColumn;
  private final int columnSpan;
  private final boolean[] rowPhases;
  private final int[] columnPhases;
  private final int phases;

  PixelRows(PixelGrid grid, float[] input, int inputOffset) {
    this.grid = grid;
    this.input = input;
    this.inputOffset = inputOffset;
    inPlace = grid.inside();
    firstRow = least(grid.tapRows());
    firstColumn = least(grid.tapColumns());
    rowSpan = greatest(grid.tapRows()) - firstRow;
    columnSpan = greatest(grid.tapColumns()) - firstColumn;
    rowPhases = new boolean[grid.strideHeight()];
    columnPhases = new int[grid.strideWidth()];
    for (int row : grid.tapRows()) {
      rowPhases[(row - firstRow) % grid.strideHeight()] = true;
    }
    for (int column : grid.tapColumns()) {
      columnPhases[(column - firstColumn) % grid.strideWidth()] = 1;
    }
    int count = 0;
    for (int phase = 0; phase < columnPhases.length; phase++) {
      columnPhases[phase] = columnPhases[phase] == 0 ? -1 : count++;
    }
    phases = count;
  }

  @Override
  public void pack(
      int product,
      int depthFrom,
      int depthTo,
      int columnFrom,
      int columnTo,
      Scratch scratch,
      float[] panel,
      int pitch) {
    if (depthFrom == depthTo) {
      return;
    }
    int taps = grid.taps();
    int channelFrom = depthFrom / taps;
    int channelTo = depthTo / taps;
    int width = grid.width();
    int rowFrom = columnFrom / width;
    int rowTo = (columnTo - 1) / width + 1;
    int segments = rowTo - rowFrom;
    int[] table = scratch.ints(Purpose.SEGMENTS, 3 * segments + taps);
    if (inPlace) {
      packInPlace(
          product, channelFrom, channelTo, columnFrom, columnTo, table, segments, panel, pitch);
      return;
    }
    int first = rowFrom + 1 == rowTo ? columnFrom % width : 0;
    int last = rowFrom + 1 == rowTo ? (columnTo - 1) % width : width - 1;
    int phaseWidth = last - first + 1 + columnSpan / grid.strideWidth();
    int rowPitch = phases * phaseWidth;
    int planeRows = placeSegments(columnFrom, columnTo, first, rowPitch, table, segments);
    int planePitch = planeRows * rowPitch;
    for (int t = 0; t < taps; t++) {
      int column = grid.tapColumns()[t] - firstColumn;
      table[3 * segments + t] =
          (grid.tapRows()[t] - firstRow) * rowPitch
              + columnPhases[column % grid.strideWidth()] * phaseWidth
              + column / grid.strideWidth();
    }
    float[] halo = scratch.floats(Purpose.HALO, (channelTo - channelFrom) * planePitch + LANES);
    for (int channel = channelFrom; channel < channelTo; channel++) {
      fillPlane(
          product * grid.input().channels() + channel,
          rowFrom,
          rowTo,
          first,
          phaseWidth,
          halo,
          (channel - channelFrom) * planePitch);
    }
    for (int channel = channelFrom; channel < channelTo; channel++) {
      int plane = (channel - channelFrom) * planePitch;
      for (int t = 0; t < taps; t++) {
        int from = plane + table[3 * segments + t];
        int to = ((channel - channelFrom) * taps + t) * pitch;
        copySegments(halo, from, table, segments, panel, to);
      }
    }
  }

  /** Lists (source, target, length) of each segment and returns the number of rows of a plane. */
  private int placeSegments(
      int columnFrom, int columnTo, int first, int rowPitch, int[] table, int segments) {
    int width = grid.width();
    int rowFrom = columnFrom / width;
    int base = 0;
    int point = columnFrom;
    for (int s = 0; s < segments; s++) {
      int row = rowFrom + s;
      if (s > 0) {
        base += row % grid.height() == 0 ? rowSpan + 1 : grid.strideHeight();
      }
      int end = Math.min((row + 1) * width, columnTo);
      table[3 * s] = base * rowPitch + (point - row * width - first);
      table[3 * s + 1] = point - columnFrom;
      table[3 * s + 2] = end - point;
      point = end;
    }
    return base + rowSpan + 1;
  }

  /**
   * Copies runs of values: {@code table} holds (source, target, length) of each. It reads and
   * writes whole vectors; the runs must be in the order of their targets.
   */
  static void copySegments(
      float[] source, int from, int[] table, int segments, float[] target, int to) {
    for (int s = 0; s < segments; s++) {
      int read = from + table[3 * s];
      int write = to + table[3 * s + 1];
      int length = table[3 * s + 2];
      for (int i = 0; i < length; i += LANES) {
        FloatVector.fromArray(SPECIES, source, read + i).intoArray(target, write + i);
      }
    }
  }

  /**
   * Copies the rows of one channel that the grid rows {@code rowFrom..rowTo} of all images need.
   */
  private void fillPlane(
      int channel, int rowFrom, int rowTo, int first, int phaseWidth, float[] halo, int plane) {
    int rowPitch = phases * phaseWidth;
    int gridHeight = grid.height();
    int channels = grid.groups() * grid.input().channels();
    int to = plane;
    for (int row = rowFrom; row < rowTo; ) {
      int image = row / gridHeight;
      int end = Math.min(rowTo, (image + 1) * gridHeight);
      int inputRow = (row - image * gridHeight) * grid.strideHeight() + firstRow;
      int count = (end - row - 1) * grid.strideHeight() + rowSpan + 1;
      int base = inputOffset + (image * channels + channel) * grid.input().area();
      for (int r = 0; r < count; r++, to += rowPitch) {
        if (!rowPhases[r % grid.strideHeight()]) {
          continue;
        }
        int y = inputRow + r;
        if (y < 0 || y >= grid.input().height()) {
          zero(halo, to, to + rowPitch);
        } else {
          fillRow(base + y * grid.input().width(), first, phaseWidth, halo, to);
        }
      }
      row = end;
    }
  }

  private void fillRow(int source, int first, int phaseWidth, float[] halo, int target) {
    int stride = grid.strideWidth();
    int width = grid.input().width();
    for (int phase = 0; phase < stride; phase++) {
      if (columnPhases[phase] < 0) {
        continue;
      }
      int to = target + columnPhases[phase] * phaseWidth;
      int x = first * stride + firstColumn + phase;
      int before = x >= 0 ? 0 : Math.min(phaseWidth, (stride - 1 - x) / stride);
      int inside = x >= width ? 0 : Math.min(phaseWidth, (width - 1 - x) / stride + 1);
      int from = source + x;
      zero(halo, to, to + before);
      if (stride == 1) {
        for (int i = before; i < inside; i++) {
          halo[to + i] = input[from + i];
        }
      } else {
        for (int i = before; i < inside; i++) {
          halo[to + i] = input[from + i * stride];
        }
      }
      zero(halo, to + Math.max(before, inside), to + phaseWidth);
    }
  }

  private void packInPlace(
      int product,
      int channelFrom,
      int channelTo,
      int columnFrom,
      int columnTo,
      int[] table,
      int segments,
      float[] panel,
      int pitch) {
    int width = grid.width();
    int gridHeight = grid.height();
    int area = grid.input().area();
    int channels = grid.groups() * grid.input().channels();
    int point = columnFrom;
    for (int s = 0; s < segments; s++) {
      int row = columnFrom / width + s;
      int image = row / gridHeight;
      int end = Math.min((row + 1) * width, columnTo);
      table[3 * s] =
          inputOffset
              + (image * channels + product * grid.input().channels()) * area
              + (row - image * gridHeight) * grid.strideHeight() * grid.input().width()
              + (point - row * width);
      table[3 * s + 1] = point - columnFrom;
      table[3 * s + 2] = end - point;
      point = end;
    }
    int to = 0;
    for (int channel = channelFrom; channel < channelTo; channel++) {
      for (int t = 0; t < grid.taps(); t++, to += pitch) {
        int from = channel * area + grid.tapRows()[t] * grid.input().width() + grid.tapColumns()[t];
        for (int s = 0; s < segments; s++) {
          System.arraycopy(
              input, from + table[3 * s], panel, to + table[3 * s + 1], table[3 * s + 2]);
        }
      }
    }
  }

  private static void zero(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = 0f;
    }
  }

  private static int least(int[] values) {
    int least = values.length == 0 ? 0 : values[0];
    for (int value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static int greatest(int[] values) {
    int greatest = values.length == 0 ? 0 : values[0];
    for (int value : values) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }
}
