package org.tucana.app;

import org.tucana.astro.data.StampRow;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.scene.SceneMixture;
import org.tucana.core.type.FormatException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which scenes a detector trains on. */
final class TrainingScenes {
  /** Rows and columns of a training picture. */
  static final int SIDE = 256;

  private static final String HELD_OUT = "val";

  @Option(names = "--only-classified", description = "Leave out the stamps of unknown class.")
  private boolean onlyClassified;

  @Option(
      names = "--composed",
      defaultValue = "0.4",
      description = "Share of scenes composed of stamps (default: ${DEFAULT-VALUE}).")
  private double composed;

  @Option(
      names = "--simulated",
      defaultValue = "0.25",
      description =
          "Share of simulated scenes; the rest are single stamps (default: ${DEFAULT-VALUE}).")
  private double simulated;

  @Mixin private SurveyOption survey;

  TrainingScenes() {}

  /** Whether training may learn from a row. */
  static boolean mayTeach(StampRow row) {
    return !row.split().equals(HELD_OUT);
  }

  /** Whether some of the stamps are asked for. */
  boolean choosesStamps() {
    return onlyClassified || survey.isGiven();
  }

  /**
   * Scenes of the stamps that may teach and have a usable mask.
   *
   * @param forgetClasses of the stamps, once they are chosen
   */
  SceneMixture of(StampSet all, boolean forgetClasses, long seed, int batch) {
    SceneMixture.Shares shares = shares();
    StampSet stamps = survey.of(all);
    int[] rows = stamps.rows(this::wanted);
    int[] good = stamps.outlined(rows);
    Console.say("stamps: " + good.length + " of " + rows.length + " have a usable mask");
    if (good.length == 0) {
      throw new FormatException(
          "train detector: no stamp that may teach has a usable mask; use other stamps, or none to"
              + " train on simulated skies alone");
    }
    StampSet teachers = forgetClasses ? stamps.withoutClasses() : stamps;
    return SceneMixture.of(seed, batch, SIDE, shares, teachers, good);
  }

  private boolean wanted(StampRow row) {
    return mayTeach(row)
        && switch (row.content()) {
          case CLASSIFIED -> true;
          case UNCLASSIFIED -> !onlyClassified;
          case ARTIFACT -> false;
        };
  }

  private SceneMixture.Shares shares() {
    try {
      return new SceneMixture.Shares(composed, simulated, SceneMixture.Shares.standard().deep());
    } catch (IllegalArgumentException e) {
      throw new FormatException("train: " + e.getMessage(), e);
    }
  }
}
