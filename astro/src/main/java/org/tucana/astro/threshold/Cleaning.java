package org.tucana.astro.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Removes detections that would not be there but for the wings of a brighter neighbour. Beyond its
 * outline an object is taken to fall as a Moffat profile, A / (1 + alpha q), with q the squared
 * elliptical distance; A is the height of a Gaussian of its core's light and axes, and alpha such
 * that the profile meets the core's threshold at the core's area.
 */
final class Cleaning {
  private final double threshold;
  private final int minimumArea;

  Cleaning(double threshold, int minimumArea) {
    this.threshold = threshold;
    this.minimumArea = minimumArea;
  }

  /**
   * An object that may be removed.
   *
   * @param part its pixels
   * @param moments place and shape of its core
   * @param light sum of the core's brightness, in the threshold's unit
   * @param reserve how far the threshold could rise before too few of its pixels are left
   */
  record Candidate(Part part, Moments moments, double light, double reserve) {}

  /** A candidate of a picture whose rows have so many pixels. */
  Candidate candidate(Part part, float[] light, int width) {
    double sum = 0;
    for (int p : part.core()) {
      sum += light[p];
    }
    float[] own = new float[part.pixels().length];
    for (int i = 0; i < own.length; i++) {
      own[i] = light[part.pixels()[i]];
    }
    Arrays.sort(own);
    return new Candidate(
        part,
        Moments.of(part.core(), light, width),
        sum,
        own[Math.max(0, own.length - minimumArea)] - threshold);
  }

  /** Those that are left, by falling light. */
  List<Candidate> survivors(List<Candidate> candidates) {
    List<Candidate> byLight =
        candidates.stream()
            .sorted(Comparator.comparingDouble(Candidate::light).reversed())
            .toList();
    List<Candidate> survivors = new ArrayList<>();
    List<Wings> wings = new ArrayList<>();
    for (Candidate candidate : byLight) {
      double x = candidate.moments.x();
      double y = candidate.moments.y();
      if (wings.stream().noneMatch(w -> w.at(x, y) > candidate.reserve)) {
        survivors.add(candidate);
        wings.add(wings(candidate));
      }
    }
    return survivors;
  }

  private static Wings wings(Candidate object) {
    double axes = object.moments.axes();
    double height = object.light / (2 * Math.PI * axes);
    double alpha = (height / object.part.floor() - 1) * Math.PI * axes / object.part.core().length;
    // Flatter than its own outline: such an object has no peak and so no wings.
    return new Wings(object.moments, alpha > 0 ? height : 0, Math.max(0, alpha));
  }

  private record Wings(Moments moments, double height, double alpha) {
    double at(double x, double y) {
      return height / (1 + alpha * moments.squaredDistance(x, y));
    }
  }
}
