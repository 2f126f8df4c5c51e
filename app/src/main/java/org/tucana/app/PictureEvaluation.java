package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.report.ComparedDetector;
import org.tucana.detection.report.ReportInput;
import org.tucana.detection.report.ReportPicture;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.train.Progress;

/**
 * Average precision of finders on pictures of known truth.
 *
 * @param names the pictures' names
 * @param sizes the pictures' sizes
 * @param images truth and detections of each finder, picture by picture
 */
record PictureEvaluation(
    List<String> names, List<PictureSize> sizes, FinderSet<List<EvaluatedImage>> images) {
  /** Fields hold more objects than the hundred of COCO's pictures. */
  private static final int MOST_DETECTIONS = 1000;

  /**
   * Runs the finders; each picture is made once.
   *
   * @param partial whether the truth lists some of the objects only
   */
  static PictureEvaluation of(
      LabelledPictures pictures, FinderSet<NamedFinder> finders, boolean partial)
      throws IOException {
    FinderSet<List<EvaluatedImage>> images = finders.map(finder -> new ArrayList<>());
    List<NamedFinder> running = finders.all();
    List<List<EvaluatedImage>> found = images.all();
    List<String> names = new ArrayList<>();
    List<PictureSize> sizes = new ArrayList<>();
    try (Progress progress = Console.progress(pictures.title(), pictures.size())) {
      for (int i = 0; i < pictures.size(); i++) {
        LabelledPicture picture = pictures.picture(i);
        names.add(picture.name());
        sizes.add(new PictureSize(picture.picture().height(), picture.picture().width()));
        for (int f = 0; f < running.size(); f++) {
          EvaluatedImage image =
              new EvaluatedImage(picture.truth(), running.get(f).objects(picture.picture()));
          found.get(f).add(partial ? image.ofPartialTruth() : image);
        }
        progress.at(i + 1L, "");
      }
    }
    return new PictureEvaluation(names, sizes, images);
  }

  /**
   * Adds the figures to a result.
   *
   * @param prefix what keys begin with; may be empty
   * @param classes names of the classes by number
   */
  void addTo(EvaluationResult result, String prefix, SortedMap<Integer, String> classes) {
    List<EvaluatedImage> own = images.model();
    result.fact(prefix + "n", own.size());
    result.fact(prefix + "n_objects", own.stream().mapToInt(image -> image.truth().size()).sum());
    for (OverlapKind kind : kinds()) {
      result.precision(
          prefix, kind, images.map(of -> CocoEvaluation.anyClass(of, kind, MOST_DETECTIONS)));
      CocoEvaluation perClass =
          CocoEvaluation.perClass(
              own.stream().map(image -> image.ofKnownClasses(classes.keySet(), kind)).toList(),
              classes.keySet(),
              kind,
              MOST_DETECTIONS);
      result.precisionOfClasses(prefix, kind, List.copyOf(classes.values()), perClass);
    }
  }

  /** Boxes, and masks where every object has one. */
  private List<OverlapKind> kinds() {
    return OverlapKind.of(images.all().stream().flatMap(List::stream));
  }

  /**
   * What a report shows of the model, beside the baseline or else the other model.
   *
   * @param pictures the same as were measured
   * @param classes names of the classes by number
   */
  ReportInput report(LabelledPictures pictures, SortedMap<Integer, String> classes) {
    List<ReportPicture> shown = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      shown.add(
          new ReportPicture(
              names.get(i), () -> pictures.picture(index).picture(), images.model().get(i)));
    }
    ReportInput input =
        ReportInput.of("Detections in " + names.size() + " " + pictures.title(), classes, shown)
            .with(EvaluateCommand.INTERVALS);
    return images
        .baseline()
        .map(found -> input.with(new ComparedDetector(NamedFinder.BASELINE, found)))
        .or(() -> images.compared().map(found -> input.with(new ComparedDetector("other", found))))
        .orElse(input);
  }

  /**
   * Writes truth and the model's detections as COCO files, the pictures numbered from 1 on.
   *
   * @param classes names of the classes by number
   */
  void write(Path folder, SortedMap<Integer, String> classes) throws IOException {
    SortedMap<Integer, String> categories = new TreeMap<>(classes);
    SortedMap<Long, CocoWriter.Image> truth = new TreeMap<>();
    SortedMap<Long, List<DetectedObject>> detections = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      EvaluatedImage image = images.model().get(i);
      truth.put(i + 1L, new CocoWriter.Image(names.get(i), sizes.get(i), image.truth()));
      detections.put(i + 1L, image.detections());
      if (image.truth().stream().anyMatch(object -> object.category() == 0)) {
        categories.put(0, "unknown");
      }
    }
    OutputFolders.make(folder);
    WholeFile.write(
        folder.resolve("truth.json"), stream -> CocoWriter.writeTruth(categories, truth, stream));
    WholeFile.write(
        folder.resolve("detections.json"),
        stream -> CocoWriter.writeDetections(detections, stream));
  }
}
