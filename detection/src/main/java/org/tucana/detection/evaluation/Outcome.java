package org.tucana.detection.evaluation;

/** What became of a detection among the true objects. */
public enum Outcome {
  /** It matched a true object that counts. */
  TRUE_POSITIVE,

  /** It matched nothing. */
  FALSE_POSITIVE,

  /** It matched an object that does not count, or nothing but is not held against the detector. */
  IGNORED
}
