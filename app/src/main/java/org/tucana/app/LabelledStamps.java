package org.tucana.app;

import java.nio.file.Path;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.data.StampRow;
import org.tucana.astro.data.StampSet;
import org.tucana.core.type.FormatException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of what learns classes from stamps and may be cross-validated on them. */
final class LabelledStamps {
  @Option(
      names = "--data",
      required = true,
      description = "Stamps: a folder with labels.csv and images/; those of known class count.")
  private Path data;

  @Option(names = "--folds", description = "Cross-validate with this many parts before training.")
  private Integer folds;

  @Option(names = "--json", description = "Print the figures as JSON on standard output.")
  private boolean json;

  @Mixin private SurveyOption survey;

  LabelledStamps() {}

  /** Where the stamps come from, in words. */
  String words(StampSet stamps) {
    return data + stamps.survey().map(name -> " of survey " + name).orElse("");
  }

  /** The stamps, of which some are of known class. */
  StampSet open() {
    StampSet stamps = survey.of(StampSet.open(data));
    int known = rows(stamps).length;
    if (known == 0) {
      throw new FormatException(
          words(stamps) + ": holds no stamp of a known class; add some of " + GalaxyClass.titles());
    }
    if (folds != null && (folds < 2 || folds > known)) {
      throw new FormatException("train: --folds must lie in 2.." + known + ", got " + folds);
    }
    return stamps;
  }

  /** Those of known class, rising. */
  static int[] rows(StampSet stamps) {
    return stamps.rows(row -> row.content() == StampRow.Content.CLASSIFIED);
  }

  /** Refuses a cross-validation where every part would need a training of its own. */
  void checkUnfolded() {
    if (folds != null) {
      throw new FormatException(
          "train classifier: --folds divides the features of a fixed body, which --whole trains;"
              + " leave one of them out");
    }
  }

  /** The cross-validation that is asked for. */
  Optional<Folding> folding(long seed) {
    return Optional.ofNullable(folds).map(parts -> new Folding(parts, seed));
  }

  /** Prints figures as text or, where that is asked for, as JSON. */
  void print(ClassificationOutput figures) {
    if (json) {
      JsonOutput.print(figures.values());
    } else {
      figures.lines().forEach(System.out::println);
    }
  }
}
