package org.tucana.app;

import java.nio.file.Path;

/** What became of one picture of a run. */
sealed interface PictureOutcome {
  /** Where it comes from. */
  String source();

  /**
   * Its results stand in their folder.
   *
   * @param source where it comes from
   * @param folder where they stand
   * @param galaxies number of objects
   * @param seconds how long that took
   * @param before whether an earlier run made them
   */
  record Done(String source, Path folder, int galaxies, double seconds, boolean before)
      implements PictureOutcome {}

  /**
   * It cannot be worked on.
   *
   * @param source where it comes from
   * @param reason what is wrong and what to do, in one line
   * @param status what the command's exit status is therefore
   */
  record Broken(String source, String reason, int status) implements PictureOutcome {}
}
