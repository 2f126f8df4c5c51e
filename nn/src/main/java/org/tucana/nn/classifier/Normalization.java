package org.tucana.nn.classifier;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.InputFormat;

/** Pictures of one size as one normalised batch [N,C,H,W]. */
public final class Normalization {
  private Normalization() {}

  /**
   * Subtracts the format's mean from each channel and divides by its deviation.
   *
   * @throws ShapeException where a picture is of another size
   */
  public static Tensor batch(EagerSession session, InputFormat input, List<Picture> pictures) {
    try (HostBuffer values = prepare(session.backend().memory(), input, pictures)) {
      return session.upload(values);
    }
  }

  /** The same, still in host memory, which the caller closes. */
  static HostBuffer prepare(Memory memory, InputFormat input, List<Picture> pictures) {
    pictures.forEach(picture -> check(input, picture));
    int area = input.height() * input.width();
    HostBuffer buffer =
        memory.hostBuffer(
            TensorType.float32(pictures.size(), input.channels(), input.height(), input.width()),
            "pictures");
    MemorySegment values = buffer.segment();
    long at = 0;
    for (Picture picture : pictures) {
      for (int c = 0; c < input.channels(); c++) {
        double mean = input.mean().get(c);
        double deviation = input.deviation().get(c);
        for (int i = c * area; i < (c + 1) * area; i++) {
          values.setAtIndex(JAVA_FLOAT, at++, (float) ((picture.pixels()[i] - mean) / deviation));
        }
      }
    }
    return buffer;
  }

  private static void check(InputFormat input, Picture picture) {
    if (picture.channels() != input.channels()
        || picture.height() != input.height()
        || picture.width() != input.width()) {
      throw new ShapeException(
          "classifier: the picture is "
              + size(picture.channels(), picture.height(), picture.width())
              + ", expected "
              + size(input.channels(), input.height(), input.width())
              + "; crop or resize it first");
    }
  }

  private static String size(int channels, int height, int width) {
    return channels + "x" + height + "x" + width;
  }
}
