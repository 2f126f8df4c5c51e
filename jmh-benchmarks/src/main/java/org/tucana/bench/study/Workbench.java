package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tucana.app.Console;
import org.tucana.core.Backend;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;

/** Runs models over pictures; a model is opened when it first has something to find. */
final class Workbench implements AutoCloseable {
  private final Supplier<Backend> backend;
  private final StudyFolder folder;
  private final Map<StudyModel, Opened> opened = new LinkedHashMap<>();

  private record Opened(DetectorModel model, Detector detector) {
    List<DetectedObject> find(Picture picture) {
      return detector.detect(picture).stream().map(Detection::asObject).toList();
    }
  }

  /**
   * @param backend where models run; not asked before one does
   * @param folder keeps what they find
   */
  Workbench(Supplier<Backend> backend, StudyFolder folder) {
    this.backend = backend;
    this.folder = folder;
  }

  /** What models find in pictures: what is stored of it, and all else now, model beside model. */
  Findings findings(List<StudyModel> models, PictureSource source) throws IOException {
    int size = source.pictures().size();
    List<List<List<DetectedObject>>> found = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      Optional<List<List<DetectedObject>>> stored =
          folder.detections(fileName(models.get(m), source), size);
      found.add(stored.orElseGet(ArrayList::new));
      if (stored.isEmpty()) {
        missing.add(m);
      }
    }
    List<PictureSize> sizes = new ArrayList<>();
    List<List<GroundTruth>> truth = new ArrayList<>();
    try (Progress progress = Console.progress(source.pictures().title(), size)) {
      for (int i = 0; i < size; i++) {
        LabelledPicture labelled = source.pictures().picture(i);
        Picture picture = labelled.picture();
        sizes.add(new PictureSize(picture.height(), picture.width()));
        truth.add(labelled.truth());
        for (int m : missing) {
          found.get(m).add(opened(models.get(m)).find(picture));
        }
        progress.at(i + 1L, "");
      }
    }
    for (int m : missing) {
      folder.store(fileName(models.get(m), source), found.get(m));
    }
    return new Findings(sizes, truth, found);
  }

  /** The pictures' name, and the beginnings of the model's key and of the pictures'. */
  private static String fileName(StudyModel model, PictureSource source) {
    return "%s-%s-%s"
        .formatted(source.name(), StudyKey.brief(model.key()), StudyKey.brief(source.key()));
  }

  private Opened opened(StudyModel model) {
    return opened.computeIfAbsent(
        model,
        added -> {
          DetectorModel own = added.open(backend.get());
          return new Opened(own, own.detector());
        });
  }

  /** Closes the models, not the backend. */
  @Override
  public void close() {
    opened
        .values()
        .forEach(o -> {
          o.detector.close();
          o.model.close();
        });
    opened.clear();
  }
}
