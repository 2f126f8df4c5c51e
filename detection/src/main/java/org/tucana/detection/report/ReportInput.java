package org.tucana.detection.report;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.Bootstrap;

/**
 * What a report is made of.
 *
 * @param title heading of the page
 * @param classes names of the classes by number; true objects of other numbers are of unknown class
 * @param pictures the pictures, at least one; every detection has one of the classes
 * @param compared another detector's detections in the same pictures
 * @param bootstrap how intervals are drawn; none are without it
 * @param minimumScore from which score on a detection is an answer, where a figure needs answers
 * @param shown how many of the best pictures are drawn, and how many of the worst
 */
public record ReportInput(
    String title,
    SortedMap<Integer, String> classes,
    List<ReportPicture> pictures,
    Optional<ComparedDetector> compared,
    Optional<Bootstrap> bootstrap,
    double minimumScore,
    int shown) {
  private static final double MINIMUM_SCORE = 0.5;
  private static final int SHOWN = 6;

  public ReportInput {
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    pictures = List.copyOf(pictures);
    if (pictures.isEmpty() || classes.isEmpty()) {
      throw new IllegalArgumentException("report: at least one picture and one class wanted");
    }
    for (ReportPicture picture : pictures) {
      for (DetectedObject detection : picture.image().detections()) {
        if (!classes.containsKey(detection.category())) {
          throw new IllegalArgumentException(
              ("report: a detection in %s has class %d, expected one of %s; give the detector's"
                      + " classes")
                  .formatted(picture.name(), detection.category(), classes.keySet()));
        }
      }
    }
    int compareds = compared.map(other -> other.images().size()).orElse(pictures.size());
    if (compareds != pictures.size()) {
      throw new IllegalArgumentException(
          "report: %d pictures, but %s has detections in %d; give one list of detections a picture"
              .formatted(pictures.size(), compared.orElseThrow().name(), compareds));
    }
  }

  /** A report of one detector, with intervals neither drawn nor another detector beside. */
  public static ReportInput of(
      String title, SortedMap<Integer, String> classes, List<ReportPicture> pictures) {
    return new ReportInput(
        title, classes, pictures, Optional.empty(), Optional.empty(), MINIMUM_SCORE, SHOWN);
  }

  /** Classes numbered from 1 on. */
  public static SortedMap<Integer, String> numbered(List<String> names) {
    SortedMap<Integer, String> classes = new TreeMap<>();
    names.forEach(name -> classes.put(classes.size() + 1, name));
    return classes;
  }

  /** This report with another detector beside. */
  public ReportInput with(ComparedDetector other) {
    return new ReportInput(
        title, classes, pictures, Optional.of(other), bootstrap, minimumScore, shown);
  }

  /** This report with intervals. */
  public ReportInput with(Bootstrap drawing) {
    return new ReportInput(
        title, classes, pictures, compared, Optional.of(drawing), minimumScore, shown);
  }

  /** Truth and detections of all pictures. */
  List<EvaluatedImage> images() {
    return pictures.stream().map(ReportPicture::image).toList();
  }

  /** Boxes, and masks where every object of every detector has one. */
  List<OverlapKind> kinds() {
    return OverlapKind.of(
        Stream.concat(
            images().stream(), compared.stream().flatMap(other -> other.images().stream())));
  }

  /** What objects are matched by where one kind of overlap must do: masks where there are any. */
  OverlapKind matchedBy() {
    return kinds().getLast();
  }
}
