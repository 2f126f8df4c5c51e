package org.tucana.bench.peer;

import java.util.List;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** ONNX files of convolutions. Field numbers are those of {@code onnx.proto}, version 3. */
final class OnnxModel {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private static final String INPUT = "x";

  private OnnxModel() {}

  /**
   * A convolution without bias.
   *
   * @param weight [K,C,R,S]
   * @param geometry its stride and padding
   * @param rectified whether ReLU follows
   */
  record Layer(HostTensor weight, ConvGeometry geometry, boolean rectified) {
    Shape output(Shape x) {
      Shape w = weight.shape();
      return Shape.of(
          x.dim(0),
          w.dim(0),
          geometry.outputRows(x.dim(2), w.dim(2)),
          geometry.outputColumns(x.dim(3), w.dim(3)));
    }
  }

  /** Convolutions one after the other for inputs of one shape. */
  static byte[] convolutions(Shape x, List<Layer> layers) {
    Shape y = x;
    for (Layer layer : layers) {
      y = layer.output(y);
    }
    Shape output = y;
    return ProtobufWriter.message(model ->
        model
            .integer(1, IR_VERSION)
            .nested(8, opset -> opset.text(1, "").integer(2, OPSET))
            .nested(
                7,
                graph ->
                    graph(graph, layers)
                        .nested(11, input -> value(input, INPUT, x))
                        .nested(12, result -> value(result, result(layers.size()), output))));
  }

  private static ProtobufWriter graph(ProtobufWriter graph, List<Layer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String from = i == 0 ? INPUT : result(i);
      String to = result(i + 1);
      String weight = "weight" + i;
      String convolved = layer.rectified ? "convolved" + i : to;
      graph.nested(1, node -> convolutionNode(node, layer, List.of(from, weight), convolved));
      if (layer.rectified) {
        graph.nested(1, node -> node.text(1, convolved).text(2, to).text(4, "Relu"));
      }
    }
    graph.text(2, "convolutions");
    for (int i = 0; i < layers.size(); i++) {
      String name = "weight" + i;
      HostTensor weight = layers.get(i).weight;
      graph.nested(5, tensor -> tensor(tensor, name, weight));
    }
    return graph;
  }

  /** The name of what so many layers give. */
  private static String result(int layers) {
    return "y" + layers;
  }

  private static void convolutionNode(
      ProtobufWriter node, Layer layer, List<String> from, String to) {
    ConvGeometry g = layer.geometry;
    Shape weight = layer.weight.shape();
    from.forEach(name -> node.text(1, name));
    node.text(2, to).text(4, "Conv");
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
