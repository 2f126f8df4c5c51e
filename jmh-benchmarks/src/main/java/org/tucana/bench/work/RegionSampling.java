package org.tucana.bench.work;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.op.Regions;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * RoIAlign of drawn boxes from one feature map [N,C,H/4,W/4], to 7 x 7 bins of 2 x 2 points.
 *
 * @param pictures N; boxes are spread over them evenly
 * @param channels C
 * @param rows H, of a picture
 * @param columns W, of a picture
 * @param boxes how many
 */
public record RegionSampling(int pictures, int channels, int rows, int columns, int boxes)
    implements DeviceWork {
  /** Bins along each side of a region. */
  public static final int SIDE = 7;

  /** Points along each side of a bin. */
  public static final int SAMPLING_RATIO = 2;

  /** Pixels along each side of a cell of the map. */
  public static final int CELL = 4;

  /** What a box head gets of one picture, on the finest map. */
  static RegionSampling ofProposals() {
    return new RegionSampling(1, 256, 800, 1088, 1000);
  }

  @Override
  public String name() {
    return "roialign-" + size();
  }

  String size() {
    return boxes + "@" + rows + "x" + columns;
  }

  /** The feature map. */
  public HostTensor map() {
    return Values.uniform("map", pictures, channels, rows / CELL, columns / CELL);
  }

  /** The boxes [R,4], in pixels. */
  public HostTensor regions() {
    return Values.boxes(boxes, rows, columns);
  }

  /** The picture of each box, INT32 [R]. */
  public HostTensor owners() {
    int[] owners = new int[boxes];
    for (int i = 0; i < boxes; i++) {
      owners[i] = i % pictures;
    }
    return HostTensor.of(Shape.of(boxes), owners);
  }

  RoiAlignGeometry geometry() {
    return RoiAlignGeometry.single(SIDE, SIDE, SAMPLING_RATIO, false, 1.0 / CELL);
  }

  @Override
  public ReadableWork open(Backend backend) {
    return new SessionWork(
        new EagerSession(backend),
        List.of(map(), regions(), owners()),
        in -> List.of(Regions.roiAlign(List.of(in.get(0)), in.get(1), in.get(2), geometry())));
  }
}
