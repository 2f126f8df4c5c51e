package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.blocked.StridedCopy;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;

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
  public void pack(BlockedProduct.Block block, Scratch scratch, float[] panel, int pitch) {
    if (block.depth() == 0) {
      return;
    }
    if (inPlace) {
      packInPlace(block, scratch, panel, pitch);
      return;
    }
    int taps = grid.taps();
    int channelFrom = block.depthFrom() / taps;
    int channelTo = block.depthTo() / taps;
    int columnFrom = block.columnFrom();
    int columnTo = block.columnTo();
    int width = grid.width();
    int rowFrom = columnFrom / width;
    int rowTo = (columnTo - 1) / width + 1;
    int segments = rowTo - rowFrom;
    int first = segments == 1 ? columnFrom % width : 0;
    int last = segments == 1 ? (columnTo - 1) % width : width - 1;
    int phaseWidth = last - first + 1 + columnSpan / grid.strideWidth();
    int rowPitch = phases * phaseWidth;
    int most = (columnTo - columnFrom) / LANES + segments;
    int[] moves = scratch.ints(Purpose.SEGMENTS, 2 * most + taps);
    int tapTable = 2 * most;
    for (int t = 0; t < taps; t++) {
      int column = grid.tapColumns()[t] - firstColumn;
      moves[tapTable + t] =
          (grid.tapRows()[t] - firstRow) * rowPitch
              + columnPhases[column % grid.strideWidth()] * phaseWidth
              + column / grid.strideWidth();
    }
    int base = 0;
    int count = 0;
    int point = columnFrom;
    for (int row = rowFrom; row < rowTo; row++) {
      if (row > rowFrom) {
        base += row % grid.height() == 0 ? rowSpan + 1 : grid.strideHeight();
      }
      int end = Math.min((row + 1) * width, columnTo);
      int source = base * rowPitch + (point - row * width - first);
      count = VectorMoves.add(moves, count, source, point - columnFrom, end - point);
      point = end;
    }
    int planePitch = (base + rowSpan + 1) * rowPitch;
    float[] halo = scratch.floats(Purpose.HALO, (channelTo - channelFrom) * planePitch + LANES);
    for (int channel = channelFrom; channel < channelTo; channel++) {
      int plane = (channel - channelFrom) * planePitch;
      int group = block.product() * grid.input().channels();
      fillPlane(group + channel, rowFrom, rowTo, first, phaseWidth, halo, plane);
    }
    int to = 0;
    for (int channel = channelFrom; channel < channelTo; channel++) {
      int plane = (channel - channelFrom) * planePitch;
      for (int t = 0; t < taps; t++, to += pitch) {
        VectorMoves.run(moves, count, halo, plane + moves[tapTable + t], panel, to);
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
        copy(from, halo, to, before, inside);
      } else {
        int count = Math.max(0, inside - before);
        StridedCopy.copy(input, from + before * stride, stride, halo, to + before, count);
      }
      zero(halo, to + Math.max(before, inside), to + phaseWidth);
    }
  }

  /** Copies values in whole vectors; what it writes beyond the end is set afterwards. */
  private void copy(int from, float[] halo, int to, int begin, int end) {
    int i = begin;
    for (; i < end && from + i + LANES <= input.length; i += LANES) {
      FloatVector.fromArray(SPECIES, input, from + i).intoArray(halo, to + i);
    }
    for (; i < end; i++) {
      halo[to + i] = input[from + i];
    }
  }

  private void packInPlace(BlockedProduct.Block block, Scratch scratch, float[] panel, int pitch) {
    int columnFrom = block.columnFrom();
    int columnTo = block.columnTo();
    int width = grid.width();
    int area = grid.input().area();
    int rowFrom = columnFrom / width;
    int rowTo = (columnTo - 1) / width + 1;
    int[] table = scratch.ints(Purpose.SEGMENTS, 3 * (rowTo - rowFrom));
    int count = 0;
    int point = columnFrom;
    for (int row = rowFrom; row < rowTo; row++) {
      int image = row / grid.height();
      int end = Math.min((row + 1) * width, columnTo);
      int plane = (image * grid.groups() + block.product()) * grid.input().channels() * area;
      int y = (row - image * grid.height()) * grid.strideHeight();
      table[count++] = inputOffset + plane + y * grid.input().width() + (point - row * width);
      table[count++] = point - columnFrom;
      table[count++] = end - point;
      point = end;
    }
    int to = 0;
    int channelTo = block.depthTo() / grid.taps();
    for (int channel = block.depthFrom() / grid.taps(); channel < channelTo; channel++) {
      for (int t = 0; t < grid.taps(); t++, to += pitch) {
        int from = channel * area + grid.tapRows()[t] * grid.input().width() + grid.tapColumns()[t];
        for (int i = 0; i < count; i += 3) {
          System.arraycopy(input, from + table[i], panel, to + table[i + 1], table[i + 2]);
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
