package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.app.batch.FileDigest;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.scene.ComposedScenes;
import org.tucana.astro.scene.Composer;
import org.tucana.astro.scene.SceneStyle;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/**
 * Stamps of real galaxies that no training saw, and scenes composed of them.
 *
 * @param stamps the stamps of a folder
 * @param rows those of the split
 * @param key of the folder's labels
 */
record RealStamps(StampSet stamps, int[] rows, String key) {
  private static final String SPLIT = "val";

  /**
   * The validation split of a folder.
   *
   * @throws FormatException where the folder cannot be read or has no such split
   */
  static RealStamps read(Path folder) throws IOException {
    StampSet stamps = StampSet.open(folder);
    int[] rows = stamps.rows(row -> row.split().equals(SPLIT));
    if (rows.length == 0) {
      throw new FormatException(
          "study: "
              + folder
              + " has no rows of split "
              + SPLIT
              + ", expected some that no training saw; write it into the column split");
    }
    return new RealStamps(stamps, rows, FileDigest.of(folder.resolve("labels.csv")).sha256());
  }

  /**
   * Some of the stamps, evenly spread over all.
   *
   * @param most how many at most
   */
  RealStamps some(int most) {
    int count = Math.min(most, rows.length);
    int[] chosen =
        IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    return new RealStamps(stamps, chosen, StudyKey.of(key, count));
  }

  /** The stamps, each with its central object where its automatic mask is good enough. */
  PictureSource centres() {
    return new PictureSource(
        "stamps-" + rows.length, StudyKey.of("stamps", key), new Centres(this));
  }

  /**
   * Scenes composed of the stamps.
   *
   * @param size how many
   * @param side rows and columns
   */
  PictureSource scenes(int size, int side) {
    int[] usable = stamps.outlined(rows);
    if (usable.length == 0) {
      throw new FormatException(
          "study: no stamp of split "
              + SPLIT
              + " has a usable mask, expected some to compose scenes of; name other stamps");
    }
    Composer composer = Composer.of(SimulatedSets.SEED, SceneStyle.survey(side), stamps, usable);
    return new PictureSource(
        "scenes",
        StudyKey.of("scenes", key, size, side, SimulatedSets.SEED),
        new ComposedScenes(size, composer));
  }

  /** The surveys that the stamps are of, in order. */
  List<String> surveys() {
    return IntStream.of(rows)
        .mapToObj(row -> stamps.row(row).survey())
        .filter(survey -> !survey.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** Places, in the order of the rows, of those of one survey. */
  int[] of(String survey) {
    return IntStream.range(0, rows.length)
        .filter(i -> stamps.row(rows[i]).survey().equals(survey))
        .toArray();
  }

  private record Centres(RealStamps of) implements LabelledPictures {
    @Override
    public String title() {
      return "stamps";
    }

    @Override
    public int size() {
      return of.rows.length;
    }

    @Override
    public LabelledPicture picture(int index) {
      int row = of.rows[index];
      Picture picture = of.stamps.picture(row);
      List<GroundTruth> centre =
          of.stamps.outline(row, picture).stream()
              .map(mask -> GroundTruth.of(of.stamps.row(row).label().orElse(0), RunLength.of(mask)))
              .toList();
      return new LabelledPicture(of.stamps.row(row).file(), picture, centre);
    }
  }
}
