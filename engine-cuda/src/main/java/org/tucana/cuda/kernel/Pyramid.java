package org.tucana.cuda.kernel;

import java.util.List;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.StructWriter;

/** The structure {@code Pyramid} of region.cu: feature maps and how they are sampled. */
final class Pyramid {
  private static final int MOST_LEVELS = 8;
  private static final int BYTES = 248;
  private static final int SCALES = 64;
  private static final int ROWS = 128;
  private static final int COLUMNS = 160;
  private static final int SAMPLING = 192;

  private Pyramid() {}

  /**
   * @param maps [N,C,rows,columns] each, as many as the geometry has scales
   */
  static Struct of(RoiAlignGeometry geometry, List<Operand> maps) {
    if (maps.size() > MOST_LEVELS) {
      throw new BackendException(
          "cuda roi align: a pyramid of at most "
              + MOST_LEVELS
              + " levels wanted, got "
              + maps.size()
              + "; leave the coarsest out");
    }
    StructWriter pyramid = new StructWriter(BYTES);
    for (Operand map : maps) {
      pyramid.number(Arguments.address(map).value());
    }
    pyramid.at(SCALES);
    for (double scale : geometry.scales()) {
      pyramid.number(scale);
    }
    pyramid.at(ROWS);
    for (Operand map : maps) {
      pyramid.number(map.dim(2));
    }
    pyramid.at(COLUMNS);
    for (Operand map : maps) {
      pyramid.number(map.dim(3));
    }
    return pyramid
        .at(SAMPLING)
        .number(geometry.canonicalSize())
        .number(geometry.finest())
        .number(geometry.coarsest())
        .number(maps.size())
        .number(maps.getFirst().dim(0))
        .number(maps.getFirst().dim(1))
        .number(geometry.outputRows())
        .number(geometry.outputColumns())
        .number(geometry.samplingRatio())
        .number(geometry.aligned() ? 1 : 0)
        .number(geometry.canonicalLevel())
        .struct();
  }
}
