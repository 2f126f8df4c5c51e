package org.tucana.bench.study;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.structure.PictureSize;

/**
 * What models found in the same pictures.
 *
 * @param sizes the pictures' sizes
 * @param truth the pictures' objects
 * @param found for each model, for each picture
 */
record Findings(
    List<PictureSize> sizes,
    List<List<GroundTruth>> truth,
    List<List<List<DetectedObject>>> found) {
  Findings {
    sizes = List.copyOf(sizes);
    truth = List.copyOf(truth);
    found = List.copyOf(found);
  }

  int pictures() {
    return truth.size();
  }

  /** Number of true objects. */
  int objects() {
    return truth.stream().mapToInt(List::size).sum();
  }

  /** Truth and detections of each model. */
  List<List<EvaluatedImage>> images() {
    return found.stream()
        .map(own ->
            IntStream.range(0, pictures())
                .mapToObj(i -> new EvaluatedImage(truth.get(i), own.get(i)))
                .toList())
        .toList();
  }
}
