package org.tucana.detection.detector;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.StageNetworks;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.RegionProbabilities;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;

/**
 * Looks again at objects whose boxes are known, in several orientations of the picture: the sky has
 * no up, and the mean of what the box head sees is steadier than one view.
 *
 * @param model the network
 * @param views orientations to look in
 */
public record ObjectReader(MaskRcnn model, List<Orientation> views) {
  public ObjectReader {
    views = List.copyOf(views);
    if (views.isEmpty()) {
      throw new IllegalArgumentException("object reader: at least one orientation wanted");
    }
  }

  /**
   * What the box head knows of each object's class, as {@link BoxHead#features} gives it, the mean
   * over the orientations.
   *
   * @param boxes in pixels of the picture, at least one
   */
  public Tensor features(
      EagerSession session, StageNetworks networks, Picture picture, Boxes boxes) {
    Tensor sum = view(session, networks, picture, boxes, views.getFirst());
    for (Orientation orientation : views.subList(1, views.size())) {
      sum = Arithmetic.add(sum, view(session, networks, picture, boxes, orientation));
    }
    return Arithmetic.scale(sum, 1.0 / views.size());
  }

  private Tensor view(
      EagerSession session,
      StageNetworks networks,
      Picture picture,
      Boxes boxes,
      Orientation orientation) {
    Boxes turned =
        Boxes.of(
            IntStream.range(0, boxes.size())
                .mapToObj(i -> orientation.apply(boxes.get(i), picture.height(), picture.width()))
                .toList());
    Tensor regions = model.regions(session, orientation.apply(picture), turned, networks);
    return model.boxHead().features(regions);
  }

  /** Objects of a picture with the classes and scores that all views together give them. */
  PictureDetections read(
      EagerSession session, StageNetworks networks, Picture picture, PictureDetections found) {
    if (found.size() == 0) {
      return found;
    }
    Tensor features = features(session, networks, picture, found.boxes());
    Tensor logits = model.boxHead().classLogits(features);
    float[] probabilities = Activations.softmax(logits, 1).toFloats();
    RegionProbabilities regions = new RegionProbabilities(probabilities, model.config().labels());
    int[] labels = found.labels().clone();
    float[] scores = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (model.config().box().oneLabel()) {
        labels[i] = regions.likeliest(i);
        scores[i] = regions.anyClass(i);
      } else {
        scores[i] = regions.of(i, labels[i]);
      }
    }
    return new PictureDetections(found.boxes(), labels, scores, found.masks());
  }
}
