package org.tucana.detection.evaluation;

import java.io.IOException;

/** Pictures whose objects are known, made or read when they are asked for: any kind of test set. */
public interface LabelledPictures {
  /** What they are, in a word, for people: "scenes". */
  String title();

  /** How many there are. */
  int size();

  /**
   * One of them, the same whenever it is asked for.
   *
   * @param index from 0 on
   */
  LabelledPicture picture(int index) throws IOException;
}
