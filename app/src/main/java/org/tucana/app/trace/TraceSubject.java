package org.tucana.app.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.roi.BoxDetections;
import org.tucana.detection.rpn.Proposals;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * One picture's way through a detector, and what of it is looked at closely.
 *
 * @param config the detector's settings
 * @param picture the picture that was given to it
 * @param trace what every stage made of it alone; its tensors must be open
 * @param most detections that are shown one by one
 */
public record TraceSubject(MaskRcnnConfig config, Picture picture, MaskRcnnTrace trace, int most) {
  /** The finest level is P2: its cells have sides of 2^2 pixels. */
  private static final int FINEST = 2;

  public TraceSubject {
    if (trace.results().size() != 1) {
      throw new IllegalArgumentException(
          "trace: one picture wanted, got " + trace.results().size());
    }
  }

  /**
   * A proposal that is followed through the heads.
   *
   * @param name what it is called
   * @param region its position among the proposals
   * @param detection its position among the detections, if it became one
   */
  record Example(String name, int region, OptionalInt detection) {}

  /** Size of the picture that the network saw, without padding. */
  PictureSize size() {
    return trace.batch().sizes().getFirst();
  }

  Proposals proposals() {
    return trace.proposals().getFirst();
  }

  /** Detections in pixels of the resized picture. */
  BoxDetections detections() {
    return trace.detections().getFirst();
  }

  /** Detections in pixels of the picture that was given. */
  PictureDetections results() {
    return trace.results().getFirst();
  }

  /** How many detections are shown one by one: the surest. */
  int shown() {
    return Math.min(most, detections().size());
  }

  /** A detection's number, class and score. */
  String name(int detection) {
    return String.format(
        Locale.ROOT,
        "#%d %s %.2f",
        detection + 1,
        className(detections().labels()[detection]),
        detections().scores()[detection]);
  }

  /** The name of a label; 0 is background. */
  String className(int label) {
    return label == 0 ? "background" : config.classes().get(label - 1);
  }

  /** The proposals behind the detections shown; where there are none, the likeliest proposal. */
  List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (int d = 0; d < shown(); d++) {
      examples.add(new Example(name(d), detections().regions()[d], OptionalInt.of(d)));
    }
    if (examples.isEmpty() && proposals().boxes().size() > 0) {
      examples.add(new Example("likeliest proposal", 0, OptionalInt.empty()));
    }
    return examples;
  }

  /** What the network saw, brought back to brightness in [0, 1], without padding. */
  Picture seen() {
    HostTensor pixels = trace.batch().pixels().read();
    float[] values = pixels.toFloats();
    int channels = pixels.shape().dim(1);
    int paddedRows = pixels.shape().dim(2);
    int paddedColumns = pixels.shape().dim(3);
    Picture seen = Picture.black(channels, size().height(), size().width());
    for (int c = 0; c < channels; c++) {
      double mean = config.transform().imageMean().get(c);
      double deviation = config.transform().imageStd().get(c);
      for (int y = 0; y < seen.height(); y++) {
        for (int x = 0; x < seen.width(); x++) {
          float value = values[(c * paddedRows + y) * paddedColumns + x];
          seen.pixels()[(c * seen.height() + y) * seen.width() + x] =
              (float) (value * deviation + mean);
        }
      }
    }
    return seen;
  }

  int levels() {
    return trace.pyramid().levels().size();
  }

  /** The name of a level of the pyramid: P2 is the finest. */
  static String level(int level) {
    return "P" + (level + FINEST);
  }

  /** The name of a stage of the body: C2 is the finest. */
  static String stage(int stage) {
    return "C" + (stage + FINEST);
  }

  /** Pixels along each side of a level's cells, as anchors are laid. */
  int stride(int level) {
    return trace.batch().padded().width() / trace.pyramid().levels().get(level).dim(3);
  }

  /** Where the anchors of a level begin among those of all levels. */
  int firstAnchor(int level) {
    return IntStream.range(0, level).map(l -> trace.anchors().get(l).size()).sum();
  }

  /** Boxes as a tensor [n,4] of x1, y1, x2, y2. */
  static HostTensor tensor(Boxes boxes) {
    return HostTensor.of(Shape.of(boxes.size(), 4), boxes.xyxy());
  }

  static HostTensor vector(float[] values) {
    return HostTensor.of(Shape.of(values.length), values);
  }

  static HostTensor vector(int[] values) {
    return HostTensor.of(Shape.of(values.length), values);
  }
}
