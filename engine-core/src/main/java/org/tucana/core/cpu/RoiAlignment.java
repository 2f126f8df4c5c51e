package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;

/**
 * RoIAlign of float32 feature maps. Letters: R boxes, C channels, H x W cells of a map, P x Q bins.
 * For each box and channel, rows of the map are first summed into P lines of the box's width, then
 * the lines are multiplied by the matrix of the columns' shares in the bins, both a vector at a
 * time; the gradient goes the same way back. Where boxes are many, maps are first brought into
 * blocks of channels ({@link RoiBlocks}). A cell that is not finite may spoil the bins beside it in
 * the same box too.
 */
final class RoiAlignment {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int CHANNELS = 4;
  private static final int BOXES = 32;

  /** One box: which map it reads and how. */
  private record Roi(int level, int picture, BinWeights rows, BinWeights columns) {}

  private final RoiAlignGeometry geometry;
  private final List<Operand> levels;
  private final float[][] maps;
  private final int channels;
  private final Roi[] rois;

  RoiAlignment(
      Workers workers,
      RoiAlignGeometry geometry,
      List<Operand> levels,
      Operand boxes,
      Operand pictures) {
    this.geometry = geometry;
    this.levels = levels;
    maps = levels.stream().map(HostStorage::floats).toArray(float[][]::new);
    channels = levels.getFirst().dim(1);
    rois = new Roi[boxes.dim(0)];
    float[] corners = HostStorage.floats(boxes);
    int[] owners = HostStorage.ints(pictures);
    Ranges.run(
        workers,
        rois.length,
        BOXES,
        (from, to, scratch) -> {
          for (int r = from; r < to; r++) {
            rois[r] = roi(r, corners, boxes.offset() + 4 * r, owners[pictures.offset() + r]);
          }
        });
  }

  private Roi roi(int number, float[] corners, int at, int picture) {
    double x1 = corners[at];
    double y1 = corners[at + 1];
    double x2 = corners[at + 2];
    double y2 = corners[at + 3];
    int level = geometry.level((x2 - x1) * (y2 - y1));
    Operand map = levels.get(level);
    if (picture < 0 || picture >= map.dim(0)) {
      throw KernelChecks.noPicture(number, picture, map.dim(0));
    }
    double scale = geometry.scales().get(level);
    return new Roi(
        level,
        picture,
        BinWeights.of(y1, y2, scale, geometry, geometry.outputRows(), map.dim(2)),
        BinWeights.of(x1, x2, scale, geometry, geometry.outputColumns(), map.dim(3)));
  }

  private int plane(Roi roi, int channel) {
    Operand map = levels.get(roi.level());
    return map.offset() + (roi.picture() * channels + channel) * map.dim(2) * map.dim(3);
  }

  /**
   * The maps in blocks of channels: those whose boxes read more cells than they have, so that all
   * their boxes together pay for the new order. Empty for others.
   */
  private List<Optional<BlockedMap>> inBlocks(Workers workers) {
    long[] read = new long[maps.length];
    for (Roi roi : rois) {
      read[roi.level()] += (long) (roi.rows().to - roi.rows().from) * roi.columns().width();
    }
    List<MapExtent> extents =
        levels.stream()
            .map(map -> new MapExtent(map.dim(0), channels, map.dim(2), map.dim(3), 0))
            .toList();
    boolean[] worth = new boolean[maps.length];
    int length = 0;
    for (int level = 0; level < maps.length; level++) {
      MapExtent extent = extents.get(level);
      worth[level] =
          channels >= MapExtent.BLOCK
              && read[level] > (long) extent.batch() * extent.height() * extent.width();
      length += worth[level] ? extent.length() : 0;
    }
    float[] room = workers.scratch().floats(Scratch.Purpose.RIGHT, length);
    List<Optional<BlockedMap>> blocked = new ArrayList<>();
    int offset = 0;
    for (int level = 0; level < maps.length; level++) {
      if (!worth[level]) {
        blocked.add(Optional.empty());
        continue;
      }
      BlockedMap map = new BlockedMap(room, offset, extents.get(level));
      Reorder.enter(workers, maps[level], levels.get(level).offset(), map);
      blocked.add(Optional.of(map));
      offset += extents.get(level).length();
    }
    return blocked;
  }

  /** Samples the maps into y [R,C,P,Q]. A box is an item. */
  void forward(Workers workers, Operand y) {
    float[] to = HostStorage.floats(y);
    List<Optional<BlockedMap>> blocked = inBlocks(workers);
    int bins = geometry.outputRows() * geometry.outputColumns();
    int pitch = padded(geometry.outputColumns());
    Ranges.run(
        workers,
        rois.length,
        Ranges.grain(1 << 14, (long) channels * bins),
        (first, last, scratch) -> {
          for (int r = first; r < last; r++) {
            Roi roi = rois[r];
            Optional<BlockedMap> map = blocked.get(roi.level());
            if (map.isPresent()) {
              new RoiBlocks(roi.rows(), roi.columns())
                  .sample(map.get(), roi.picture(), scratch, to, y.offset() + r * channels * bins);
              continue;
            }
            float[] columns = roi.columns().byCell(pitch);
            int linePitch = padded(roi.columns().width());
            float[] lines =
                scratch.floats(Scratch.Purpose.FIRST_LINE, geometry.outputRows() * linePitch);
            for (int c = 0; c < channels; c++) {
              sumRows(
                  roi,
                  maps[roi.level()],
                  plane(roi, c),
                  levels.get(roi.level()).dim(3),
                  lines,
                  linePitch);
              sumColumns(
                  lines,
                  linePitch,
                  roi.columns().width(),
                  columns,
                  pitch,
                  to,
                  y.offset() + (r * channels + c) * bins);
            }
          }
        });
  }

  private static int padded(int length) {
    return (length + LANES - 1) / LANES * LANES;
  }

  /** Line i = sum over the rows of bin row i of weight * row. */
  private void sumRows(Roi roi, float[] map, int mapAt, int pitch, float[] lines, int linePitch) {
    BinWeights rows = roi.rows();
    int width = roi.columns().width();
    for (int x = 0; x < width; x += LANES) {
      VectorMask<Float> inside = SPECIES.indexInRange(x, width);
      for (int i = 0; i < geometry.outputRows(); i++) {
        int row = mapAt + rows.start[i] * pitch + roi.columns().from + x;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = rows.at[i]; k < rows.at[i + 1]; k++) {
          FloatVector cells = FloatVector.fromArray(SPECIES, map, row, inside);
          sum = cells.fma(FloatVector.broadcast(SPECIES, rows.weights[k]), sum);
          row += pitch;
        }
        sum.intoArray(lines, i * linePitch + x);
      }
    }
  }

  /** y [P,Q] = lines [P,width] * columns [width,Q]. */
  private void sumColumns(
      float[] lines, int linePitch, int width, float[] columns, int pitch, float[] y, int yAt) {
    int outColumns = geometry.outputColumns();
    for (int j = 0; j < outColumns; j += LANES) {
      VectorMask<Float> inside = SPECIES.indexInRange(j, outColumns);
      for (int i = 0; i < geometry.outputRows(); i++) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int x = 0; x < width; x++) {
          FloatVector shares = FloatVector.fromArray(SPECIES, columns, x * pitch + j);
          sum = shares.fma(FloatVector.broadcast(SPECIES, lines[i * linePitch + x]), sum);
        }
        sum.intoArray(y, yAt + i * outColumns + j, inside);
      }
    }
  }

  /**
   * Writes the gradients of the maps (the levels this was made for) from dy [R,C,P,Q]. A group of
   * channels is an item and takes the boxes in their order, so that no two items share a cell.
   */
  void backward(Workers workers, Operand dy) {
    float[] from = HostStorage.floats(dy);
    int bins = geometry.outputRows() * geometry.outputColumns();
    float[][] columns = new float[rois.length][];
    Ranges.run(
        workers,
        rois.length,
        BOXES,
        (first, last, scratch) -> {
          for (int r = first; r < last; r++) {
            columns[r] = rois[r].columns().byBin(padded(rois[r].columns().width()));
          }
        });
    Ranges.run(
        workers,
        channels,
        CHANNELS,
        (first, last, scratch) -> {
          for (int level = 0; level < maps.length; level++) {
            clear(level, first, last);
          }
          for (int r = 0; r < rois.length; r++) {
            Roi roi = rois[r];
            for (int c = first; c < last; c++) {
              spread(
                  roi,
                  from,
                  dy.offset() + (r * channels + c) * bins,
                  columns[r],
                  maps[roi.level()],
                  plane(roi, c),
                  levels.get(roi.level()).dim(3));
            }
          }
        });
  }

  private void clear(int level, int firstChannel, int lastChannel) {
    Operand map = levels.get(level);
    int cells = map.dim(2) * map.dim(3);
    for (int n = 0; n < map.dim(0); n++) {
      int at = map.offset() + n * channels * cells;
      Arrays.fill(maps[level], at + firstChannel * cells, at + lastChannel * cells, 0);
    }
  }

  /** Each row of a bin row += weight * (dy's row * columns [Q,width]). */
  private void spread(
      Roi roi, float[] dy, int dyAt, float[] columns, float[] map, int mapAt, int pitch) {
    BinWeights rows = roi.rows();
    int width = roi.columns().width();
    int columnPitch = padded(width);
    int outColumns = geometry.outputColumns();
    for (int x = 0; x < width; x += LANES) {
      VectorMask<Float> inside = SPECIES.indexInRange(x, width);
      for (int i = 0; i < geometry.outputRows(); i++) {
        FloatVector line = FloatVector.zero(SPECIES);
        for (int j = 0; j < outColumns; j++) {
          FloatVector shares = FloatVector.fromArray(SPECIES, columns, j * columnPitch + x);
          line = shares.fma(FloatVector.broadcast(SPECIES, dy[dyAt + i * outColumns + j]), line);
        }
        int row = mapAt + rows.start[i] * pitch + roi.columns().from + x;
        for (int k = rows.at[i]; k < rows.at[i + 1]; k++) {
          FloatVector cells = FloatVector.fromArray(SPECIES, map, row, inside);
          line.fma(FloatVector.broadcast(SPECIES, rows.weights[k]), cells)
              .intoArray(map, row, inside);
          row += pitch;
        }
      }
    }
  }
}
