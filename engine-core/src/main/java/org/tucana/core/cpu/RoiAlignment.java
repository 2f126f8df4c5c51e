package org.tucana.core.cpu;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.ShapeException;

/**
 * RoIAlign of float32 feature maps. Letters: R boxes, C channels, H x W cells of a map, P x Q bins.
 * For each box and channel, rows of the map are first summed into P lines of the box's width, a
 * vector of columns at a time, then columns of each line into Q bins; the gradient goes the same
 * way back.
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
      throw new ShapeException(
          "roi align: box "
              + number
              + " names picture "
              + picture
              + " of a batch of "
              + map.dim(0));
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

  /** Samples the maps into y [R,C,P,Q]. A box is an item. */
  void forward(Workers workers, Operand y) {
    float[] to = HostStorage.floats(y);
    int bins = geometry.outputRows() * geometry.outputColumns();
    Ranges.run(
        workers,
        rois.length,
        Ranges.grain(1 << 14, (long) channels * bins),
        (first, last, scratch) -> {
          for (int r = first; r < last; r++) {
            Roi roi = rois[r];
            float[] line = scratch.floats(Scratch.Purpose.FIRST_LINE, roi.columns().width());
            for (int c = 0; c < channels; c++) {
              sample(
                  roi,
                  maps[roi.level()],
                  plane(roi, c),
                  levels.get(roi.level()).dim(3),
                  line,
                  to,
                  y.offset() + (r * channels + c) * bins);
            }
          }
        });
  }

  private void sample(
      Roi roi, float[] map, int mapAt, int pitch, float[] line, float[] y, int yAt) {
    BinWeights rows = roi.rows();
    BinWeights columns = roi.columns();
    int width = columns.width();
    for (int i = 0; i < geometry.outputRows(); i++) {
      int out = yAt + i * geometry.outputColumns();
      int count = rows.at[i + 1] - rows.at[i];
      sumRows(
          map,
          mapAt + rows.start[i] * pitch + columns.from,
          pitch,
          rows.weights,
          rows.at[i],
          count,
          line,
          width);
      for (int j = 0; j < geometry.outputColumns(); j++) {
        int shift = columns.start[j] - columns.from - columns.at[j];
        float sum = 0;
        for (int k = columns.at[j]; k < columns.at[j + 1]; k++) {
          sum = Math.fma(columns.weights[k], line[shift + k], sum);
        }
        y[out + j] = sum;
      }
    }
  }

  /** line = sum over k of weights[weightsAt + k] * row k of the map. */
  private static void sumRows(
      float[] map,
      int at,
      int pitch,
      float[] weights,
      int weightsAt,
      int count,
      float[] line,
      int width) {
    for (int x = 0; x < width; x += LANES) {
      VectorMask<Float> inside = SPECIES.indexInRange(x, width);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int k = 0; k < count; k++) {
        FloatVector row = FloatVector.fromArray(SPECIES, map, at + k * pitch + x, inside);
        sum = row.fma(FloatVector.broadcast(SPECIES, weights[weightsAt + k]), sum);
      }
      sum.intoArray(line, x, inside);
    }
  }

  /**
   * Writes the gradients of the maps (the levels this was made for) from dy [R,C,P,Q]. A group of
   * channels is an item and takes the boxes in their order, so that no two items share a cell.
   */
  void backward(Workers workers, Operand dy) {
    float[] from = HostStorage.floats(dy);
    int bins = geometry.outputRows() * geometry.outputColumns();
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
            float[] line = scratch.floats(Scratch.Purpose.FIRST_LINE, roi.columns().width());
            for (int c = first; c < last; c++) {
              spread(
                  roi,
                  from,
                  dy.offset() + (r * channels + c) * bins,
                  line,
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

  private void spread(
      Roi roi, float[] dy, int dyAt, float[] line, float[] map, int mapAt, int pitch) {
    BinWeights rows = roi.rows();
    BinWeights columns = roi.columns();
    int width = columns.width();
    for (int i = 0; i < geometry.outputRows(); i++) {
      int count = rows.at[i + 1] - rows.at[i];
      if (count == 0) {
        continue;
      }
      Arrays.fill(line, 0, width, 0);
      for (int j = 0; j < geometry.outputColumns(); j++) {
        int shift = columns.start[j] - columns.from - columns.at[j];
        float g = dy[dyAt + i * geometry.outputColumns() + j];
        for (int k = columns.at[j]; k < columns.at[j + 1]; k++) {
          line[shift + k] = Math.fma(columns.weights[k], g, line[shift + k]);
        }
      }
      addRows(
          line,
          width,
          rows.weights,
          rows.at[i],
          count,
          map,
          mapAt + rows.start[i] * pitch + columns.from,
          pitch);
    }
  }

  /** Row k of the map += weights[weightsAt + k] * line. */
  private static void addRows(
      float[] line,
      int width,
      float[] weights,
      int weightsAt,
      int count,
      float[] map,
      int at,
      int pitch) {
    for (int x = 0; x < width; x += LANES) {
      VectorMask<Float> inside = SPECIES.indexInRange(x, width);
      FloatVector values = FloatVector.fromArray(SPECIES, line, x, inside);
      for (int k = 0; k < count; k++) {
        int row = at + k * pitch + x;
        FloatVector sum = FloatVector.fromArray(SPECIES, map, row, inside);
        values
            .fma(FloatVector.broadcast(SPECIES, weights[weightsAt + k]), sum)
            .intoArray(map, row, inside);
      }
    }
  }
}
