package org.tucana.nn.classifier;

import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;
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
  public static Tensor batch(Session session, InputFormat input, List<Picture> pictures) {
    int area = input.height() * input.width();
    int size = input.channels() * area;
    float[] values = new float[Math.multiplyExact(pictures.size(), size)];
    for (int n = 0; n < pictures.size(); n++) {
      Picture picture = pictures.get(n);
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
      for (int c = 0; c < input.channels(); c++) {
        double mean = input.mean().get(c);
        double deviation = input.deviation().get(c);
        for (int i = c * area; i < (c + 1) * area; i++) {
          values[n * size + i] = (float) ((picture.pixels()[i] - mean) / deviation);
        }
      }
    }
    return session.tensor(values, pictures.size(), input.channels(), input.height(), input.width());
  }

  private static String size(int channels, int height, int width) {
    return channels + "x" + height + "x" + width;
  }
}
