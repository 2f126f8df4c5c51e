package org.tucana.decomposition.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.tables.ComparedTable.Cell;
import org.tucana.decomposition.tables.ComparedTable.Column;
import org.tucana.decomposition.tables.ComparedTable.Row;

/** Tables 6.5 and 6.6: what normal and compact detectors reach, by the results of a study. */
public final class StudyTable {
  private static final String NORMAL = "normal";
  private static final String COMPACT = "compact";

  /** What a study may call a compact network that was made in the published order. */
  private static final String PUBLISHED = "published";

  private static final List<Double> NONE = List.of(Double.NaN, Double.NaN);
  private static final Column PRECISION = new Column("mAP", 2);
  private static final double HOUR = 3600;
  private static final double MILLI = 1e-3;

  /** Pictures of table 6.6. */
  private static final int PICTURES = 1000;

  /** The printed cells of table 6.5: mAP and hours, normal and compact, by epochs. */
  private static final Map<String, Map<String, List<Double>>> LENGTHS =
      Map.of(
          "3",
          Map.of(
              NORMAL, List.of(0.89, hours(1, 23)),
              COMPACT, List.of(0.87, hours(1, 21))),
          "10",
          Map.of(
              NORMAL, List.of(0.92, hours(4, 35)),
              COMPACT, List.of(0.90, hours(4, 31))),
          "20",
          Map.of(
              NORMAL, List.of(0.94, hours(9, 18)),
              COMPACT, List.of(0.93, hours(9, 7))));

  /** The printed cells of table 6.6: mAP and seconds. */
  private static final Map<String, List<Double>> INFERENCE =
      Map.of(NORMAL, List.of(0.94, 134.0), COMPACT, List.of(0.93, 62.0));

  private static final String OF_PRECISION =
      "mAP: ours is AP50 of boxes over all simulated pictures of the study, of any class; the"
          + " published pictures, network and threshold are others.";

  private StudyTable() {}

  private static double hours(int whole, int minutes) {
    return whole + minutes / 60.0;
  }

  /**
   * Table 6.5: average precision and time of training after three lengths.
   *
   * @throws FormatException where the study has none of the printed lengths
   */
  public static ComparedTable lengths(StudyFile study) {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (StudyFile.Trained trained : study.trained()) {
      Map<String, List<Double>> printed = LENGTHS.get(trained.length());
      if (printed == null) {
        notes.add(
            trained.kind() + " after a length of " + trained.length() + " has no printed cells.");
        continue;
      }
      List<Double> cells = printed(printed, trained.kind());
      rows.add(
          new Row(
              trained.length() + " epochs " + trained.kind(),
              List.of(
                  new Cell(trained.value(), cells.get(0)),
                  new Cell(trained.seconds() / HOUR, cells.get(1)))));
    }
    if (rows.isEmpty()) {
      throw new FormatException(
          study.source()
              + ": the study has none of the printed lengths of training, expected 3, 10 or 20;"
              + " name models by --length 3:normal=FILE and the like");
    }
    notes.add(OF_PRECISION);
    notes.add("An epoch is what the study calls so; the published one's pictures are others.");
    return new ComparedTable(
        "Table 6.5, lengths of training",
        List.of(PRECISION, new Column("training (h)", 2)),
        rows,
        notes);
  }

  /** The printed cells of a model by its name; those of the normal and the compact one alone. */
  private static List<Double> printed(Map<String, List<Double>> cells, String model) {
    return cells.getOrDefault(model.equals(PUBLISHED) ? COMPACT : model, NONE);
  }

  /** Table 6.6: average precision and time of inference over 1,000 pictures. */
  public static ComparedTable inference(StudyFile study) {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<StudyFile.Precision> models = study.precision();
    double reference = study.millis(models.getFirst().model());
    for (StudyFile.Precision model : models) {
      boolean normal = model.equals(models.getFirst());
      List<Double> cells = printed(INFERENCE, normal ? NORMAL : model.model());
      double millis = study.millis(model.model());
      rows.add(
          new Row(
              model.model(),
              List.of(
                  new Cell(model.value(), cells.get(0)),
                  new Cell(PICTURES * MILLI * millis, cells.get(1)))));
      if (!normal) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s: %.2f times as fast as %s; published %.2f.",
                model.model(),
                reference / millis,
                models.getFirst().model(),
                INFERENCE.get(NORMAL).get(1) / INFERENCE.get(COMPACT).get(1)));
      }
    }
    notes.add(OF_PRECISION);
    notes.add(
        "Seconds: ours for 1,000 pictures of 256 pixels one at a time, on the machine of the"
            + " study.");
    return new ComparedTable(
        "Table 6.6, inference over 1,000 pictures",
        List.of(PRECISION, new Column("inference (s)", 1)),
        rows,
        notes);
  }
}
