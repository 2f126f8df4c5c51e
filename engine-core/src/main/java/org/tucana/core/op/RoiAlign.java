package org.tucana.core.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Samples boxes from a pyramid of feature maps (He et al. 2017): inputs are the levels [N,C,H,W],
 * finest first, the boxes [R,4] in pixels and the picture of each box (INT32 [R]); y is
 * [R,C,rows,columns]. Gradients reach the levels; boxes are constants, as in Mask R-CNN.
 */
public record RoiAlign(RoiAlignGeometry geometry) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    int levels = geometry.scales().size();
    Check.inputs(this, in, levels + 2, levels + 2);
    TensorType finest = in.getFirst();
    for (TensorType level : in.subList(0, levels)) {
      Check.pictures(this, "level", level);
      Check.like(this, "level", level, finest);
      Check.shape(
          this,
          "level",
          level,
          finest.shape().with(2, level.shape().dim(2)).with(3, level.shape().dim(3)));
    }
    TensorType boxes = in.get(levels);
    BoxChecks.boxes(this, boxes, finest);
    BoxChecks.perBox(this, "pictures", in.get(levels + 1), boxes);
    Check.dtype(this, "pictures", in.get(levels + 1), DType.INT32);
    return List.of(
        finest.withShape(
            Shape.of(
                boxes.shape().dim(0),
                finest.shape().dim(1),
                geometry.outputRows(),
                geometry.outputColumns())));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    int levels = geometry.scales().size();
    kernels
        .region()
        .roiAlign(
            geometry, in.subList(0, levels), in.get(levels), in.get(levels + 1), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    int levels = geometry.scales().size();
    return new Gradient.Rule(
        Retain.inputs(levels, levels + 1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          List<Shape> shapes =
              IntStream.range(0, levels).mapToObj(l -> saved.inputType(l).shape()).toList();
          List<Optional<Tensor>> gradients = new ArrayList<>();
          dy.session()
              .run(
                  new RoiAlignGradient(geometry, shapes),
                  List.of(saved.input(levels), saved.input(levels + 1), dy))
              .forEach(g -> gradients.add(Optional.of(g)));
          gradients.add(Optional.empty());
          gradients.add(Optional.empty());
          return gradients;
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(operations(geometry), in, out);
  }

  /**
   * Operations an output: four products and four sums a sample point. A sampling ratio of 0 leaves
   * the number of points to the boxes; four are counted, as for a ratio of 2.
   */
  static long operations(RoiAlignGeometry geometry) {
    long side = geometry.samplingRatio() == 0 ? 2 : geometry.samplingRatio();
    return 8 * side * side;
  }
}
