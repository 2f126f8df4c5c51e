package org.tucana.bench.peer;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** ONNX files of one operator. Field numbers are those of {@code onnx.proto}, version 3. */
final class OnnxModel {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxModel() {}

  /** A convolution {@code y = Conv(x, weight)} without bias for inputs of one shape. */
  static byte[] convolution(Shape x, HostTensor weight, ConvGeometry g) {
    Shape w = weight.shape();
    Shape y =
        Shape.of(
            x.dim(0),
            w.dim(0),
            g.outputRows(x.dim(2), w.dim(2)),
            g.outputColumns(x.dim(3), w.dim(3)));
    return ProtobufWriter.message(model ->
        model
            .integer(1, IR_VERSION)
            .nested(8, opset -> opset.text(1, "").integer(2, OPSET))
            .nested(
                7,
                graph ->
                    graph
                        .nested(1, node -> convolutionNode(node, g, w))
                        .text(2, "convolution")
                        .nested(5, tensor -> tensor(tensor, "weight", weight))
                        .nested(11, input -> value(input, "x", x))
                        .nested(12, output -> value(output, "y", y))));
  }

  private static void convolutionNode(ProtobufWriter node, ConvGeometry g, Shape weight) {
    node.text(1, "x").text(1, "weight").text(2, "y").text(4, "Conv");
    integers(node, "kernel_shape", weight.dim(2), weight.dim(3));
    integers(node, "strides", g.strideY(), g.strideX());
    integers(node, "pads", g.padY(), g.padX(), g.padY(), g.padX());
    integers(node, "dilations", g.dilationY(), g.dilationX());
    node.nested(5, a -> a.text(1, "group").integer(20, ATTRIBUTE_INT).integer(3, g.groups()));
  }

  private static void integers(ProtobufWriter node, String name, int... values) {
    node.nested(
        5,
        attribute -> {
          attribute.text(1, name).integer(20, ATTRIBUTE_INTS);
          for (int value : values) {
            attribute.integer(8, value);
          }
        });
  }

  private static void tensor(ProtobufWriter message, String name, HostTensor tensor) {
    for (int dim : tensor.shape().dims()) {
      message.integer(1, dim);
    }
    message.integer(2, FLOAT).text(8, name).rawFloats(9, tensor.toFloats());
  }

  private static void value(ProtobufWriter message, String name, Shape shape) {
    message
        .text(1, name)
        .nested(
            2,
            type ->
                type.nested(
                    1,
                    tensor ->
                        tensor
                            .integer(1, FLOAT)
                            .nested(
                                2,
                                dims -> {
                                  for (int dim : shape.dims()) {
                                    dims.nested(1, d -> d.integer(1, dim));
                                  }
                                })));
  }
}
