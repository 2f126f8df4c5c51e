package org.tucana.detection.transform;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Resizing;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * The first stage: subtracts means, divides by deviations, resizes bilinearly so that the shorter
 * side has {@code min_size} pixels unless the longer would exceed {@code max_size}, and pads all
 * pictures of a batch to one size, a multiple of {@value TransformConfig#SIZE_DIVISOR}.
 */
public final class PictureTransform {
  private final TransformConfig config;

  public PictureTransform(TransformConfig config) {
    this.config = config;
  }

  /**
   * The size a picture is resized to: its sides times one factor, rounded down as torchvision does
   * (the factor in float32, the product in double), at least 1.
   */
  public PictureSize resized(PictureSize original) {
    float shorter = Math.min(original.height(), original.width());
    float longer = Math.max(original.height(), original.width());
    // By reciprocals: the last bit of the factor can decide about a whole pixel.
    float factor = Math.min(config.minSize() * (1 / shorter), config.maxSize() * (1 / longer));
    return new PictureSize(scaled(original.height(), factor), scaled(original.width(), factor));
  }

  private static int scaled(int side, float factor) {
    return Math.max(1, (int) Math.floor(side * (double) factor));
  }

  /** Boxes of one size of a picture in another size of it. */
  public static Boxes rescale(Boxes boxes, PictureSize from, PictureSize to) {
    return boxes.scale((float) to.width() / from.width(), (float) to.height() / from.height());
  }

  /**
   * Pictures as one batch.
   *
   * @throws ShapeException where a picture is empty or has another number of channels
   */
  public PictureBatch batch(Session session, List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new ShapeException("transform: at least one picture wanted, got none");
    }
    List<PictureSize> originals = new ArrayList<>();
    List<PictureSize> sizes = new ArrayList<>();
    for (Picture picture : pictures) {
      check(picture);
      PictureSize original = new PictureSize(picture.height(), picture.width());
      originals.add(original);
      sizes.add(resized(original));
    }
    int height = padded(sizes.stream().mapToInt(PictureSize::height).max().orElseThrow());
    int width = padded(sizes.stream().mapToInt(PictureSize::width).max().orElseThrow());
    List<Tensor> prepared = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      prepared.add(pad(resize(normalize(session, pictures.get(i)), sizes.get(i)), height, width));
    }
    Tensor pixels = prepared.size() == 1 ? prepared.getFirst() : Joining.concat(0, prepared);
    return new PictureBatch(pixels, originals, sizes);
  }

  private void check(Picture picture) {
    if (picture.channels() != config.channels()) {
      throw new ShapeException(
          "transform: the picture has "
              + picture.channels()
              + " channels but the network takes "
              + config.channels()
              + "; choose the bands it was trained on, or configure image_mean and image_std with"
              + " one number a channel");
    }
    if (picture.height() < 1 || picture.width() < 1) {
      throw new ShapeException(
          "transform: the picture is empty, "
              + picture.height()
              + "x"
              + picture.width()
              + " pixels");
    }
  }

  private Tensor normalize(Session session, Picture picture) {
    Tensor raw =
        session.tensor(picture.pixels(), 1, picture.channels(), picture.height(), picture.width());
    Tensor centred = Arithmetic.subtract(raw, perChannel(session, config.imageMean()));
    return Arithmetic.divide(centred, perChannel(session, config.imageStd()));
  }

  private static Tensor perChannel(Session session, List<Double> values) {
    float[] numbers = new float[values.size()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = values.get(c).floatValue();
    }
    return session.tensor(numbers, 1, numbers.length, 1, 1);
  }

  private static Tensor resize(Tensor x, PictureSize size) {
    boolean same = x.dim(2) == size.height() && x.dim(3) == size.width();
    return same ? x : Resizing.bilinear(x, size.height(), size.width());
  }

  private static int padded(int side) {
    return Math.ceilDiv(side, TransformConfig.SIZE_DIVISOR) * TransformConfig.SIZE_DIVISOR;
  }

  private static Tensor pad(Tensor x, int height, int width) {
    int below = height - x.dim(2);
    int right = width - x.dim(3);
    return below == 0 && right == 0
        ? x
        : Joining.pad(x, new int[] {0, 0, 0, 0}, new int[] {0, 0, below, right});
  }
}
