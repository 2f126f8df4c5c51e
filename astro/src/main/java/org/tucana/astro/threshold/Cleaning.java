package org.tucana.astro.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes detections that would not be there but for the wings of a brighter neighbour. Beyond its
 * outline an object is taken to fall as a Moffat profile, A / (1 + alpha q), with q the squared
 * elliptical distance; A is the height of a Gaussian of its core's light and axes, and alpha such
 * that the profile meets the core's threshold at the core's area.
 */
final class Cleaning {
  /** Wings below this share of the threshold are left out: they reach ten outlines far. */
  private static final double LEAST_WING = 0.01;

  /** Sides of the squares of pixels that know which wings reach them. */
  private static final int SQUARE = 64;

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

  /** Those of a picture that are left, by falling light. */
  List<Candidate> survivors(int height, int width, List<Candidate> candidates) {
    WingMap wings = new WingMap(height, width);
    List<Candidate> survivors = new ArrayList<>();
    List<Candidate> byLight =
        candidates.stream()
            .sorted(Comparator.comparingDouble(Candidate::light).reversed())
            .toList();
    for (Candidate candidate : byLight) {
      if (!wings.exceed(candidate.reserve, candidate.moments.x(), candidate.moments.y())) {
        survivors.add(candidate);
        wings.add(Wings.of(candidate), LEAST_WING * threshold);
      }
    }
    return survivors;
  }

  private record Wings(Moments moments, double height, double alpha) {
    static Wings of(Candidate object) {
      double axes = object.moments.axes();
      double height = object.light / (2 * Math.PI * axes);
      double alpha =
          (height / object.part.floor() - 1) * Math.PI * axes / object.part.core().length;
      return new Wings(object.moments, height, alpha);
    }

    double at(double x, double y) {
      return height / (1 + alpha * moments.squaredDistance(x, y));
    }

    /** How far from the centre they are at least so bright; 0 for an object without a peak. */
    double reach(double least) {
      return alpha > 0 ? moments.major() * Math.sqrt((height / least - 1) / alpha) : 0;
    }
  }

  /** Which wings reach which square of a picture. */
  private static final class WingMap {
    private final int rows;
    private final int columns;
    private final List<List<Wings>> squares;

    WingMap(int height, int width) {
      rows = Math.ceilDiv(height, SQUARE);
      columns = Math.ceilDiv(width, SQUARE);
      squares = Stream.<List<Wings>>generate(ArrayList::new).limit((long) rows * columns).toList();
    }

    boolean exceed(double brightness, double x, double y) {
      return squares.get((int) y / SQUARE * columns + (int) x / SQUARE).stream()
          .anyMatch(w -> w.at(x, y) > brightness);
    }

    void add(Wings wings, double least) {
      double reach = wings.reach(least);
      if (reach == 0) {
        return;
      }
      Moments m = wings.moments;
      int bottom = square(m.y() + reach, rows);
      int right = square(m.x() + reach, columns);
      for (int row = square(m.y() - reach, rows); row <= bottom; row++) {
        for (int column = square(m.x() - reach, columns); column <= right; column++) {
          squares.get(row * columns + column).add(wings);
        }
      }
    }

    private static int square(double position, int count) {
      return (int) Math.min(count - 1, Math.max(0, position / SQUARE));
    }
  }
}
