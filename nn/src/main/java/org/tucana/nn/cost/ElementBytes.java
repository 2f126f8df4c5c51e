package org.tucana.nn.cost;

import org.tucana.core.Node;
import org.tucana.core.op.RoundToLevels;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;

/**
 * How many bytes numbers take where a program runs as it is meant to: a network that rounds its
 * layers' inputs computes in floats here what an int8 engine does in bytes, and counts as that
 * engine does: one byte a number of pictures, features and weights. Products that do not round what
 * they multiply count as floats. What has a single axis (biases, normalisations) keeps its four
 * bytes.
 *
 * @param int8 whether numbers are bytes
 */
record ElementBytes(boolean int8) {
  static final ElementBytes FLOATS = new ElementBytes(false);

  static ElementBytes of(ProgramValues values) {
    return new ElementBytes(values.runs(RoundToLevels.class));
  }

  /** Those of one operator of the program. */
  ElementBytes within(Node node, ProgramValues values) {
    boolean multiplies = node.op().cost(values.inTypes(node), node.outTypes()).macs() > 0;
    boolean rounds =
        values
            .producer(node.in().getFirst())
            .filter(producer -> producer.op() instanceof RoundToLevels)
            .isPresent();
    return multiplies && !rounds ? FLOATS : this;
  }

  /** The type that a tensor is stored in. */
  TensorType stored(TensorType type) {
    boolean narrow = int8 && type.dtype() == DType.FLOAT32 && type.shape().rank() > 1;
    return narrow ? new TensorType(type.shape(), DType.UINT8) : type;
  }

  /** Bytes of a number of pictures or features. */
  int ofFeature() {
    return int8 ? 1 : Counts.ELEMENT_BYTES;
  }
}
