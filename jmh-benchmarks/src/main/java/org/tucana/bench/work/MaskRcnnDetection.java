package org.tucana.bench.work;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.cost.DetectorCost;
import org.tucana.detection.cost.DetectorWork;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * Mask R-CNN on ResNet-50-FPN finds, classifies and outlines on one picture, which is not resized:
 * drawn weights, five labels, score threshold 0, so that all proposals wanted go through the box
 * head and all detections wanted through the mask head.
 *
 * @param rows of the picture
 * @param columns of the picture
 * @param regions that pass through the box head
 * @param detections objects that are outlined
 * @param precision of products
 */
public record MaskRcnnDetection(
    int rows, int columns, int regions, int detections, Precision precision) implements DeviceWork {
  /** Number of classes, background included. */
  public static final int LABELS = DrawnMaskRcnn.LABELS;

  /** With as many regions and detections as torchvision has by default, in float32. */
  public MaskRcnnDetection(int rows, int columns) {
    this(rows, columns, 1000, 100, Precision.FLOAT32);
  }

  /** The same at another precision. */
  public MaskRcnnDetection at(Precision other) {
    return new MaskRcnnDetection(rows, columns, regions, detections, other);
  }

  /**
   * What differs from torchvision's defaults, under its argument names, as JSON. Drawn weights
   * hardly move the anchors, of which fewer than 1,000 would be left at the usual suppression of
   * 0.7.
   */
  public String settings() {
    return """
    {"min_size": %d, "max_size": %d, "rpn_nms_thresh": 0.9, "rpn_post_nms_top_n_test": %d, \
    "box_score_thresh": 0, "box_detections_per_img": %d}\
    """
        .formatted(Math.min(rows, columns), Math.max(rows, columns), regions, detections);
  }

  @Override
  public String name() {
    return "maskrcnn-r50@" + Values.size(rows, columns) + precision.suffix();
  }

  /** Its networks'; what lies between them depends on values. */
  @Override
  public Optional<Effort> effort() {
    try (Backend reference = Backends.open("reference", BackendOptions.defaults());
        MaskRcnn network = DrawnMaskRcnn.toBeLoaded(reference, settings())) {
      PictureSize padded = DetectorWork.padded(new PictureSize(rows, columns));
      DetectorWork work = new DetectorWork(padded, regions, detections);
      return Optional.of(Effort.of(DetectorCost.trace(network, work), 1));
    }
  }

  @Override
  public boolean endsOnHost() {
    return true;
  }

  /** The picture [3,H,W], 0..1. */
  public HostTensor image() {
    return Values.uniform("picture", 3, rows, columns);
  }

  /** The weights, under torchvision's names. */
  public Map<String, HostTensor> weights(Backend backend) {
    return DrawnMaskRcnn.weights(backend, settings());
  }

  /** The result is the scores of the detections. */
  @Override
  public ReadableWork open(Backend backend) {
    MaskRcnn network = DrawnMaskRcnn.of(backend, settings());
    EagerSession session = new EagerSession(backend, precision.numerics());
    PlannedNetworks plans = new PlannedNetworks(session, network);
    Picture picture = new Picture(3, rows, columns, image().toFloats());
    ReadableWork work =
        new ReadableWork() {
          @Override
          public void run() {
            detect();
          }

          private PictureDetections detect() {
            try (Scope _ = session.scope()) {
              return checked(network.detect(session, List.of(picture), plans));
            }
          }

          @Override
          public List<HostTensor> results() {
            float[] scores = detect().scores();
            return List.of(HostTensor.of(Shape.of(scores.length), scores));
          }

          @Override
          public void close() {
            plans.close();
            session.close();
            network.close();
          }
        };
    work.run();
    return work;
  }

  /** A run on fewer regions would look fast. */
  private PictureDetections checked(MaskRcnnTrace trace) {
    int proposed = trace.proposals().getFirst().boxes().size();
    PictureDetections found = trace.results().getFirst();
    if (proposed != regions || found.size() != detections) {
      throw new IllegalStateException(
          "benchmark: Mask R-CNN had "
              + proposed
              + " regions and "
              + found.size()
              + " detections, expected "
              + regions
              + " and "
              + detections);
    }
    return found;
  }
}
