package org.tucana.astro.classify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.astro.data.StampSet;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.detector.ObjectReader;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * Teaches a detector the classes of labelled stamps without touching what it finds: a layer from a
 * region's features to classes is added, or exchanged. Boxes, masks and the probability that a
 * region shows any object stay.
 *
 * <p>Belongs to the thread that made it; closes plans, not the network.
 */
public final class DetectorClasses implements AutoCloseable {
  private static final String CLASS_LAYER = "roi_heads." + BoxHead.CLASS_LAYER;

  private final String source;
  private final MaskRcnn network;
  private final EagerSession session;
  private final PlannedNetworks plans;

  /**
   * @param source of the network, for messages
   * @throws FormatException where its layers round what they read: that was calibrated for the
   *     classes it has
   */
  public DetectorClasses(String source, MaskRcnn network) {
    if (!FactorisedNetworks.forms(network).inputLevels().isEmpty()) {
      throw new FormatException(
          source + ": its layers round what they read; teach the detector before compress --int8");
    }
    this.source = source;
    this.network = network;
    session = new EagerSession(network.backend());
    plans = new PlannedNetworks(session, network);
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
   * The same detector, its other layers stored as they are, with the classes of a layer that was
   * trained on {@link #features}; the caller closes it.
   *
   * @param trained from features to one logit a class, background not among them
   */
  public MaskRcnn taught(LinearLayer trained) {
    MaskRcnnConfig config = network.config();
    LayerForms forms = FactorisedNetworks.forms(network).without(CLASS_LAYER);
    MaskRcnn taught =
        FactorisedNetworks.build(
            ParameterSpace.toBeLoaded(network.backend()).withForms(forms),
            space -> new MaskRcnn(space, config.with(config.box().withClassLayer())));
    Map<String, HostTensor> weights = new LinkedHashMap<>(StateDict.read(network));
    weights.keySet().removeIf(name -> name.startsWith(CLASS_LAYER + "."));
    StateDict.read(trained)
        .forEach((name, value) ->
            weights.put(CLASS_LAYER + name.substring(name.lastIndexOf('.')), value));
    taught.load(source, weights);
    return taught;
  }

  @Override
  public void close() {
    plans.close();
    session.close();
  }
}
