package org.tucana.astro;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The four morphological classes; labels count from 1 because 0 is background. */
public enum GalaxyClass {
  ELLIPTICAL(1, "elliptical"),
  SPIRAL(2, "spiral"),
  BARRED_SPIRAL(3, "barred-spiral"),
  MERGER(4, "merger");

  private final int label;
  private final String title;

  GalaxyClass(int label, String title) {
    this.label = label;
    this.title = title;
  }

  /** The name in label files, reports and model files. */
  public String title() {
    return title;
  }

  /** The number that detectors and label tensors know it by. */
  public int label() {
    return label;
  }

  /** The class of that name, empty where there is none. */
  public static Optional<GalaxyClass> titled(String title) {
    return Arrays.stream(values()).filter(c -> c.title.equals(title)).findFirst();
  }

  /** All names in the order of their labels. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(GalaxyClass::title).toList();
  }
}
