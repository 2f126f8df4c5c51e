package org.tucana.detection.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth of a COCO file.
 *
 * @param categories names of the classes by number
 * @param images true objects of each picture by the picture's number
 */
public record CocoDataset(
    SortedMap<Integer, String> categories, SortedMap<Long, List<GroundTruth>> images) {
  public CocoDataset {
    categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
  }

  /**
   * The pictures beside their detections, by rising number.
   *
   * @throws IllegalArgumentException where there are detections of a picture that is not here
   */
  public List<EvaluatedImage> with(SortedMap<Long, List<DetectedObject>> detections) {
    for (long image : detections.keySet()) {
      if (!images.containsKey(image)) {
        throw new IllegalArgumentException(
            "COCO: there are detections of image "
                + image
                + " but the truth has no such image; give the truth they were made for");
      }
    }
    List<EvaluatedImage> evaluated = new ArrayList<>();
    images.forEach((id, truth) ->
        evaluated.add(new EvaluatedImage(truth, detections.getOrDefault(id, List.of()))));
    return evaluated;
  }
}
