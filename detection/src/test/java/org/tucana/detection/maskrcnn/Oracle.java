package org.tucana.detection.maskrcnn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.structure.Boxes;
import org.tucana.nn.data.Picture;

/** One of the stored outputs of torchvision's Mask R-CNN; the test is skipped without it. */
record Oracle(TensorFile file) {
  static Oracle named(String name) {
    try {
      return new Oracle(Safetensors.read(SharedData.require("oracles/" + name + ".safetensors")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostTensor get(String name) {
    return file.tensors().get(name);
  }

  float[] floats(String name) {
    return get(name).toFloats();
  }

  double scalar(String name) {
    return get(name).get(0);
  }

  Shape shape(String name) {
    return get(name).shape();
  }

  Boxes boxes(String name) {
    return new Boxes(floats(name));
  }

  Picture picture() {
    Shape shape = shape("image");
    return new Picture(shape.dim(0), shape.dim(1), shape.dim(2), floats("image"));
  }

  /** Values of x [N,C,H,W] at picture 0, every c-th channel, every r-th row and column. */
  static float[] slice(HostTensor x, int channelStep, int cellStep) {
    Shape shape = x.shape();
    List<Float> values = new ArrayList<>();
    for (int c = 0; c < shape.dim(1); c += channelStep) {
      for (int y = 0; y < shape.dim(2); y += cellStep) {
        for (int i = 0; i < shape.dim(3); i += cellStep) {
          values.add((float) x.get((c * shape.dim(2) + y) * shape.dim(3) + i));
        }
      }
    }
    float[] out = new float[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values.get(i);
    }
    return out;
  }
}
