package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Gradients of the levels of {@link RoiAlign}, of these shapes, from boxes, pictures and dy. */
public record RoiAlignGradient(RoiAlignGeometry geometry, List<Shape> levels) implements Op {
  public RoiAlignGradient {
    levels = List.copyOf(levels);
    if (levels.size() != geometry.scales().size()) {
      throw new ShapeException(
          "roiAlignGradient: expected a shape for each of "
              + geometry.scales().size()
              + " levels, got "
              + levels
              + "; name them all");
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 3);
    TensorType boxes = in.get(0);
    TensorType dy = in.get(2);
    Check.pictures(this, "output gradient", dy);
    BoxChecks.boxes(this, boxes, dy);
    BoxChecks.perBox(this, "pictures", in.get(1), boxes);
    Check.dtype(this, "pictures", in.get(1), DType.INT32);
    Check.shape(
        this,
        "output gradient",
        dy,
        Shape.of(
            boxes.shape().dim(0),
            levels.getFirst().dim(1),
            geometry.outputRows(),
            geometry.outputColumns()));
    return levels.stream().map(dy::withShape).toList();
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.region().roiAlignGradient(geometry, in.get(0), in.get(1), in.get(2), out);
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of roiAlign");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    long samples = RoiAlign.operations(geometry) * in.get(2).shape().elements();
    return Cost.of(0, samples, in, out);
  }
}
