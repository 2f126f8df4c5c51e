package org.tucana.core.op;

import org.tucana.core.Op;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What convolution, its gradients and the transposed convolution check and count alike. */
final class ConvChecks {
  private ConvChecks() {}

  /** Refuses channels that do not fit a weight [K,C/G,R,S]. */
  static void channels(Op op, ConvGeometry geometry, Shape x, Shape weight) {
    int expected = weight.dim(1) * geometry.groups();
    if (x.dim(1) != expected) {
      throw Check.refuse(
          op,
          "input has "
              + x.dim(1)
              + " channels but the weight expects "
              + expected
              + " (input "
              + x
              + ", weight "
              + weight
              + inGroups(geometry)
              + "); pass an input with "
              + expected
              + " channels");
    }
    filters(op, geometry, weight);
  }

  /** Refuses filters that do not divide into the groups. */
  static void filters(Op op, ConvGeometry geometry, Shape weight) {
    if (weight.dim(0) % geometry.groups() != 0) {
      throw Check.refuse(
          op,
          "the "
              + weight.dim(0)
              + " filters of the weight "
              + weight
              + " do not divide into "
              + geometry.groups()
              + " groups; choose groups that divide them");
    }
    if (weight.dim(2) < 1 || weight.dim(3) < 1) {
      throw Check.refuse(
          op, "the kernel of the weight " + weight + " is empty; give it at least one cell");
    }
  }

  /** Refuses an output gradient that is not [N,K,P,Q] for pictures of these sizes. */
  static void outputGradient(
      Op op, ConvGeometry geometry, TensorType dy, Shape weight, int rows, int columns) {
    Shape expected =
        Shape.of(
            dy.shape().dim(0),
            weight.dim(0),
            geometry.outputRows(rows, weight.dim(2)),
            geometry.outputColumns(columns, weight.dim(3)));
    Check.shape(op, "output gradient", dy, expected);
  }

  /** Multiply-accumulates of a convolution with this output and weight. */
  static long macs(Shape y, Shape weight) {
    return (long) y.elements() * weight.dim(1) * weight.dim(2) * weight.dim(3);
  }

  static String inGroups(ConvGeometry geometry) {
    return geometry.groups() == 1 ? "" : ", " + geometry.groups() + " groups";
  }
}
