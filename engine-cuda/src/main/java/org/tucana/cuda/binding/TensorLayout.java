package org.tucana.cuda.binding;

import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * How a tensor with four axes lies in memory, without gaps.
 *
 * @param type pictures [N,C,H,W] or filters [K,C,R,S], in this order of axes whatever the memory's
 */
public record TensorLayout(TensorType type, ChannelOrder order) {
  public TensorLayout {
    if (type.shape().rank() != 4) {
      throw new IllegalArgumentException("layout: four axes wanted, got " + type);
    }
  }

  public static TensorLayout rowMajor(TensorType type) {
    return new TensorLayout(type, ChannelOrder.CHANNELS_FIRST);
  }

  /** Elements from one entry to the next along each axis of the type. */
  public int[] strides() {
    Shape shape = type.shape();
    if (order == ChannelOrder.CHANNELS_FIRST) {
      return shape.rowMajorStrides();
    }
    int[] s = Shape.of(shape.dim(0), shape.dim(2), shape.dim(3), shape.dim(1)).rowMajorStrides();
    return new int[] {s[0], s[3], s[1], s[2]};
  }
}
