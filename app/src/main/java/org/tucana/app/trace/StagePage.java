package org.tucana.app.trace;

/** One stage of the detector, shown and explained on one traced picture. */
interface StagePage {
  /** Its name in a few words. */
  String title();

  /** Its name as part of a folder's: small letters and hyphens. */
  String slug();

  /** Collects words, pictures and numbers. */
  void describe(TraceSubject subject, StageReport report);
}
