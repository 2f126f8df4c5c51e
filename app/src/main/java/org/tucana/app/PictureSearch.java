package org.tucana.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.detection.detector.Detection;
import org.tucana.nn.data.Picture;

/** A way to find objects in pictures, for any number of threads at a time. */
interface PictureSearch {
  /**
   * What was found in a picture.
   *
   * @param shown the picture to draw on
   * @param objects by falling score
   * @param photometry of the objects where it was measured
   */
  record Found(Picture shown, List<Detection> objects, Optional<String> photometry) {}

  /**
   * Finds the objects of a picture.
   *
   * @param input where it comes from, for messages
   * @param alone whether no other picture is worked on, so that its own progress may be shown
   */
  Found find(PictureInput input, LoadedPicture loaded, boolean alone);

  /** Everything that decides about what is found in a picture, by name. */
  Map<String, String> settings();
}
