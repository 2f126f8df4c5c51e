package org.tucana.astro.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.tucana.astro.data.StampRow.Content;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.astro.mask.MaskQuality;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/**
 * Stamps of galaxies in a folder with {@code labels.csv} and {@code images/}. Labels are read at
 * once, pictures when they are asked for; nothing is kept, so threads may share one set.
 */
public final class StampSet {
  private static final String TRAINING = "train";
  private static final String VALIDATION = "val";
  private static final int CHANNELS = 3;

  private final Path images;
  private final List<StampRow> rows;
  private final Optional<String> survey;

  private StampSet(Path images, List<StampRow> rows, Optional<String> survey) {
    this.images = images;
    this.rows = List.copyOf(rows);
    this.survey = survey;
  }

  /**
   * Reads the labels of a folder.
   *
   * @throws FormatException naming file, line, fault and remedy where a row is wrong or a picture
   *     is missing
   */
  public static StampSet open(Path folder) {
    Path images = folder.resolve("images");
    return new StampSet(
        images, LabelFile.read(folder.resolve("labels.csv"), images), Optional.empty());
  }

  /** The same pictures with every class forgotten. */
  public StampSet withoutClasses() {
    return new StampSet(images, rows.stream().map(StampRow::withoutClass).toList(), survey);
  }

  /**
   * Those of one survey.
   *
   * @throws FormatException naming the surveys that there are, where it is none of them
   */
  public StampSet ofSurvey(String name) {
    List<StampRow> own = rows.stream().filter(row -> row.survey().equals(name)).toList();
    if (name.isBlank() || own.isEmpty()) {
      List<String> known =
          rows.stream()
              .map(StampRow::survey)
              .filter(s -> !s.isEmpty())
              .distinct()
              .sorted()
              .toList();
      throw new FormatException(
          images.resolveSibling("labels.csv")
              + ": holds no stamp of survey '"
              + name
              + "', expected "
              + (known.isEmpty() ? "a column survey" : "one of " + String.join(", ", known))
              + "; name another or leave it out");
    }
    return new StampSet(images, own, Optional.of(name));
  }

  /** The one survey that all stamps are of, where others were left out. */
  public Optional<String> survey() {
    return survey;
  }

  public int size() {
    return rows.size();
  }

  public StampRow row(int index) {
    return rows.get(index);
  }

  /** Numbers of the rows that fulfil a condition, rising. */
  public int[] rows(Predicate<StampRow> condition) {
    return IntStream.range(0, size()).filter(i -> condition.test(rows.get(i))).toArray();
  }

  /** The split that the label file itself makes, of all rows. */
  public Split publishedSplit() {
    return new Split(
        rows(row -> row.split().equals(TRAINING)), rows(row -> row.split().equals(VALIDATION)));
  }

  /**
   * The splits of a k-fold cross-validation of the stamps of known class, each part with the same
   * mixture of classes.
   */
  public List<Split> folds(int k, RandomKey key) {
    int[] classified = rows(row -> row.content() == Content.CLASSIFIED);
    List<String> classes =
        Arrays.stream(classified).mapToObj(i -> rows.get(i).galaxyClass().get().title()).toList();
    return StratifiedFolds.of(classified, classes, k, key);
  }

  /** The picture of a row: three channels, a grey one repeated, samples in [0, 1]. */
  public Picture picture(int index) {
    return ModelInput.repeated(Pictures.read(images.resolve(rows.get(index).file())), CHANNELS);
  }

  /**
   * What stands above the threshold in a row's picture; its quality tells whether to train on it.
   */
  public AutomaticMask automaticMask(int index) {
    return AutomaticMask.of(picture(index));
  }

  /**
   * The pixels of a row's central object by its automatic mask, where that is good enough to be
   * truth; none of an artifact.
   *
   * @param picture the row's
   */
  public Optional<BinaryMask> outline(int index, Picture picture) {
    if (rows.get(index).content() == Content.ARTIFACT) {
      return Optional.empty();
    }
    AutomaticMask found = AutomaticMask.of(picture);
    return found.quality() == MaskQuality.GOOD ? Optional.of(found.mask()) : Optional.empty();
  }

  /** Those of some rows that show a galaxy whose automatic mask is good enough to be truth. */
  public int[] outlined(int[] some) {
    return Arrays.stream(some)
        .filter(row -> rows.get(row).content() != Content.ARTIFACT)
        .filter(row -> automaticMask(row).quality() == MaskQuality.GOOD)
        .toArray();
  }

  /**
   * A row as an example: the central object's automatic mask is the one annotation. An artifact, or
   * a stamp without an object at the centre, has none.
   */
  public Example stamp(int index) {
    Picture picture = picture(index);
    return example(index, picture, AutomaticMask.of(picture));
  }

  /**
   * A row as an example that shows its central object alone: sky of the same stamp is painted over
   * everything else, so that a detector is not punished for finding what nobody annotated.
   *
   * @param key decides which sky goes where; the same key gives the same picture
   */
  public Example loneStamp(int index, RandomKey key) {
    Picture picture = picture(index);
    AutomaticMask found = AutomaticMask.of(picture);
    return example(index, SkyPainter.paint(picture, found, key), found);
  }

  private Example example(int index, Picture picture, AutomaticMask found) {
    StampRow row = rows.get(index);
    boolean annotated = row.content() != Content.ARTIFACT && found.central() != 0;
    List<Annotation> annotations = annotated ? List.of(found.annotation(row.label())) : List.of();
    return new Example(row.file(), picture, annotations);
  }
}
