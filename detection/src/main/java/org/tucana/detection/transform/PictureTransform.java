package org.tucana.detection.transform;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.Tensor;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Resizing;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;
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
  private static final int LINE = 4096;

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
  public PictureBatch batch(EagerSession session, List<Picture> pictures) {
    try (NormalizedPictures normalized = normalize(session.backend().memory(), pictures)) {
      return batch(session, normalized);
    }
  }

  /** The rest of the way to a batch, by a session of the backend whose memory they lie in. */
  public PictureBatch batch(EagerSession session, NormalizedPictures pictures) {
    List<PictureSize> originals = pictures.originals();
    List<PictureSize> sizes = originals.stream().map(this::resized).toList();
    int height = padded(sizes.stream().mapToInt(PictureSize::height).max().orElseThrow());
    int width = padded(sizes.stream().mapToInt(PictureSize::width).max().orElseThrow());
    Tensor all = session.upload(pictures.pixels());
    List<Tensor> prepared = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < sizes.size(); i++) {
      PictureSize original = originals.get(i);
      int to = from + pictures.channels() * original.height() * original.width();
      Tensor picture =
          all.slice(0, from, to)
              .reshape(1, pictures.channels(), original.height(), original.width());
      prepared.add(pad(resize(picture, sizes.get(i)), height, width));
      from = to;
    }
    Tensor pixels = prepared.size() == 1 ? prepared.getFirst() : Joining.concat(0, prepared);
    return new PictureBatch(pixels, originals, sizes);
  }

  /**
   * Subtracts means and divides by deviations; on any thread.
   *
   * @param memory of the backend that will take the pictures
   * @throws ShapeException where a picture is empty or has another number of channels
   */
  public NormalizedPictures normalize(Memory memory, List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new ShapeException("transform: at least one picture wanted, got none");
    }
    int samples = 0;
    for (Picture picture : pictures) {
      check(picture);
      samples = Math.addExact(samples, picture.pixels().length);
    }
    HostBuffer buffer = memory.hostBuffer(TensorType.float32(samples), "pictures");
    long at = 0;
    for (Picture picture : pictures) {
      normalize(picture, buffer.segment(), at);
      at += picture.pixels().length;
    }
    return new NormalizedPictures(
        buffer,
        config.channels(),
        pictures.stream().map(p -> new PictureSize(p.height(), p.width())).toList());
  }

  /**
   * By lines that stay in the cache, each in its own place: only where a loop reads and writes at
   * one index do vector instructions become of it.
   */
  private void normalize(Picture picture, MemorySegment target, long at) {
    float[] line = new float[LINE];
    int area = picture.height() * picture.width();
    for (int c = 0; c < picture.channels(); c++) {
      float mean = config.imageMean().get(c).floatValue();
      float deviation = config.imageStd().get(c).floatValue();
      int end = (c + 1) * area;
      for (int from = c * area; from < end; from += LINE) {
        int count = Math.min(LINE, end - from);
        System.arraycopy(picture.pixels(), from, line, 0, count);
        normalize(line, count, mean, deviation);
        MemorySegment.copy(line, 0, target, JAVA_FLOAT, (at + from) * Float.BYTES, count);
      }
    }
  }

  private static void normalize(float[] line, int count, float mean, float deviation) {
    for (int i = 0; i < count; i++) {
      line[i] = (line[i] - mean) / deviation;
    }
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
