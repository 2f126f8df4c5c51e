package org.tucana.detection.config;

import java.util.Optional;

/** Names of architectures: {@code maskrcnn_resnet50_fpn} is a Mask R-CNN on {@code resnet50}. */
public final class DetectorName {
  private static final String PREFIX = "maskrcnn_";
  private static final String SUFFIX = "_fpn";

  private DetectorName() {}

  /** The name of a detector on a body. */
  public static String of(String body) {
    return PREFIX + body + SUFFIX;
  }

  /** Whether a name is meant for a detector, rightly formed or not. */
  public static boolean isDetector(String name) {
    return name.startsWith(PREFIX);
  }

  /** The body that a name tells of; empty where it is not of the right form. */
  public static Optional<String> body(String name) {
    boolean formed =
        name.startsWith(PREFIX)
            && name.endsWith(SUFFIX)
            && name.length() > PREFIX.length() + SUFFIX.length();
    return formed
        ? Optional.of(name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
        : Optional.empty();
  }
}
