package org.tucana.astro.classify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.astro.data.StampSet;
import org.tucana.core.EagerSession;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.detector.ObjectReader;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;
import org.tucana.nn.module.LinearLayer;

/**
 * Teaches a detector the classes of labelled stamps without touching what it finds: only the layer
 * from a region's features to its class logits changes. Boxes and masks stay, and so, as near as a
 * linear layer can, does the probability that a region shows any object.
 *
 * <p>Belongs to the thread that made it; closes plans, not the network.
 */
public final class DetectorClasses implements AutoCloseable {
  /** Weight of regions that are surely background or surely an object. */
  private static final double LEAST_WEIGHT = 0.02;

  private final MaskRcnn network;
  private final LinearLayer classScore;
  private final EagerSession session;
  private final PlannedNetworks plans;

  /**
   * @param source of the network, for messages
   * @throws FormatException where the layer is stored as factors
   */
  public DetectorClasses(String source, MaskRcnn network) {
    if (!(network.boxHead().classScore() instanceof LinearLayer layer)) {
      throw new FormatException(
          source + ": its class layer is stored as factors; use the detector before compression");
    }
    this.network = network;
    classScore = layer;
    session = new EagerSession(network.backend());
    plans = new PlannedNetworks(session, network);
  }

  /** Number of features of a region. */
  public int width() {
    return classScore.parameters().getFirst().type().shape().dim(1);
  }

  /**
   * The features of the galaxy at a stamp's centre in each view, one row a view; empty where the
   * detector does not find it.
   */
  public Optional<float[][]> features(StampSet stamps, int row, List<Orientation> views) {
    Picture picture = stamps.picture(row);
    try (Scope _ = session.scope()) {
      PictureDetections found =
          network.detect(session, List.of(picture), plans).results().getFirst();
      return central(picture, found).map(box -> features(picture, box, views));
    }
  }

  private float[][] features(Picture picture, Box box, List<Orientation> views) {
    float[][] rows = new float[views.size()][];
    for (int i = 0; i < rows.length; i++) {
      ObjectReader reader = new ObjectReader(network, List.of(views.get(i)));
      rows[i] = reader.features(session, plans, picture, Boxes.of(List.of(box))).toFloats();
    }
    return rows;
  }

  private static Optional<Box> central(Picture picture, PictureDetections found) {
    List<DetectedObject> objects =
        IntStream.range(0, found.size())
            .mapToObj(i ->
                new DetectedObject(
                    i + 1,
                    found.scores()[i],
                    CocoBox.of(found.boxes().get(i)),
                    Optional.of(found.masks().get(i).toRunLength())))
            .toList();
    return new Stamp(
            picture.height(), picture.width(), OptionalInt.empty(), Optional.empty(), objects)
        .central()
        .map(d -> found.boxes().get(d.category() - 1));
  }

  /**
   * Gives the detector the classes of a layer that was trained on {@link #features}.
   *
   * @param trained from features to one logit a class, background not among them
   * @param pictures whose proposals show how sure the detector is of objects
   */
  public void adopt(LinearLayer trained, Iterable<Picture> pictures) {
    Rows fresh = Rows.of(trained);
    Rows old = Rows.of(classScore);
    ObjectnessShift shift = new ObjectnessShift(width());
    for (Picture picture : pictures) {
      try (Scope _ = session.scope()) {
        MaskRcnnTrace trace = network.detect(session, List.of(picture), plans);
        float[] features = network.boxHead().features(trace.boxRegions()).toFloats();
        for (int at = 0; at < features.length; at += width()) {
          double objects = old.logSumExp(features, at, 1);
          double likely = 1 / (1 + Math.exp(old.logit(features, at, 0) - objects));
          double weight = LEAST_WEIGHT + likely * (1 - likely);
          shift.add(features, at, weight, objects - fresh.logSumExp(features, at, 0));
        }
      }
    }
    assign(old, fresh, shift.solve());
  }

  /** Background as it was; the classes anew, all shifted alike. */
  private void assign(Rows old, Rows fresh, double[] shift) {
    float[] weights = old.weights().clone();
    float[] biases = old.biases().clone();
    int width = width();
    for (int k = 0; k < fresh.biases().length; k++) {
      for (int f = 0; f < width; f++) {
        weights[(k + 1) * width + f] = (float) (fresh.weights()[k * width + f] + shift[f]);
      }
      biases[k + 1] = (float) (fresh.biases()[k] + shift[width]);
    }
    List<Parameter> parameters = classScore.parameters();
    parameters.get(0).assign(HostTensor.of(parameters.get(0).type().shape(), weights));
    parameters.get(1).assign(HostTensor.of(parameters.get(1).type().shape(), biases));
  }

  /** A linear layer on the host: one row of weights and one bias a logit. */
  private record Rows(float[] weights, float[] biases) {
    static Rows of(LinearLayer layer) {
      List<Parameter> parameters = layer.parameters();
      return new Rows(parameters.get(0).read().toFloats(), parameters.get(1).read().toFloats());
    }

    double logit(float[] features, int at, int row) {
      int width = weights.length / biases.length;
      double sum = biases[row];
      for (int f = 0; f < width; f++) {
        sum += (double) weights[row * width + f] * features[at + f];
      }
      return sum;
    }

    /** log(sum exp) of the logits from one row on. */
    double logSumExp(float[] features, int at, int first) {
      double[] logits = new double[biases.length - first];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < logits.length; k++) {
        logits[k] = logit(features, at, first + k);
        largest = Math.max(largest, logits[k]);
      }
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit - largest);
      }
      return largest + Math.log(sum);
    }
  }

  @Override
  public void close() {
    plans.close();
    session.close();
  }
}
