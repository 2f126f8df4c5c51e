package org.tucana.astro.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.astro.mask.Components;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.data.Picture;

/**
 * Paints sky over everything above the threshold but the central object. A patch is a shifted copy
 * of sky from the same stamp, so that the grain of its noise stays; single pixels of sky fill where
 * the copy hits an object.
 */
final class SkyPainter {
  private static final int SHIFTS = 48;

  /** Light reaches beyond the threshold, by this share of an object's radius and two pixels. */
  private static final double HALO_SHARE = 0.5;

  private static final double HALO_PIXELS = 2;

  /** With less sky than this share of the stamp there is nothing to copy. */
  private static final double LEAST_SKY = 0.05;

  private final Picture source;
  private final int height;
  private final int width;

  /** For each pixel 0, or the number of the component whose light it holds. */
  private final int[] owner;

  private final int central;
  private final int[] sky;

  private SkyPainter(Picture source, AutomaticMask found) {
    this.source = source;
    this.height = source.height();
    this.width = source.width();
    this.central = found.central();
    this.owner = owners(found);
    this.sky = IntStream.range(0, owner.length).filter(i -> owner[i] == 0).toArray();
  }

  /**
   * The stamp without its neighbours.
   *
   * @param stamp the picture
   * @param found what is in it; its central object stays
   * @param key decides which sky goes where
   * @return a new picture, or the same one where nothing is to be painted or no sky is there
   */
  static Picture paint(Picture stamp, AutomaticMask found, RandomKey key) {
    int others = found.components().count() - (found.central() == 0 ? 0 : 1);
    if (others == 0) {
      return stamp;
    }
    SkyPainter painter = new SkyPainter(stamp, found);
    return painter.sky.length < LEAST_SKY * painter.owner.length
        ? stamp
        : painter.paint(key.forPurpose("stamp-sky"));
  }

  private Picture paint(RandomKey key) {
    float[] pixels = source.pixels().clone();
    int components = Arrays.stream(owner).max().orElse(0);
    int[][] members = members(components);
    for (int label = 1; label <= components; label++) {
      if (label != central) {
        paint(members[label], pixels, key.atStep(label).stream());
      }
    }
    return new Picture(source.channels(), height, width, pixels);
  }

  private void paint(int[] patch, float[] pixels, Philox random) {
    int bestShift = 0;
    int bestHits = Integer.MAX_VALUE;
    for (int attempt = 0; attempt < SHIFTS && bestHits > 0; attempt++) {
      int shift = random.nextInt(owner.length);
      int hits = 0;
      for (int pixel : patch) {
        hits += owner[shifted(pixel, shift)] == 0 ? 0 : 1;
      }
      if (hits < bestHits) {
        bestHits = hits;
        bestShift = shift;
      }
    }
    for (int pixel : patch) {
      int from = shifted(pixel, bestShift);
      if (owner[from] != 0) {
        from = sky[random.nextInt(sky.length)];
      }
      for (int c = 0; c < source.channels(); c++) {
        pixels[c * owner.length + pixel] = source.pixels()[c * owner.length + from];
      }
    }
  }

  /** A pixel moved by rows and columns of the shift, around the edges. */
  private int shifted(int pixel, int shift) {
    int y = (pixel / width + shift / width) % height;
    int x = (pixel % width + shift % width) % width;
    return y * width + x;
  }

  private int[][] members(int components) {
    int[] counts = new int[components + 1];
    for (int label : owner) {
      counts[label]++;
    }
    int[][] members = new int[components + 1][];
    for (int label = 0; label <= components; label++) {
      members[label] = new int[counts[label]];
    }
    for (int i = owner.length - 1; i >= 0; i--) {
      members[owner[i]][--counts[owner[i]]] = i;
    }
    return members;
  }

  /** Components grown by their halos; the central object's own pixels stay its own. */
  private static int[] owners(AutomaticMask found) {
    Components components = found.components();
    int[] labels = components.labels();
    int[] owner = labels.clone();
    int width = components.width();
    int height = components.height();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == 0 || isInner(labels, i, width, height)) {
        continue;
      }
      double radius = Math.sqrt(components.component(labels[i]).area() / Math.PI);
      double reach = HALO_PIXELS + HALO_SHARE * radius;
      int y = i / width;
      int x = i % width;
      int span = (int) reach;
      for (int row = Math.max(0, y - span); row <= Math.min(height - 1, y + span); row++) {
        for (int column = Math.max(0, x - span);
            column <= Math.min(width - 1, x + span);
            column++) {
          int distance = (row - y) * (row - y) + (column - x) * (column - x);
          if (distance <= reach * reach && owner[row * width + column] == 0) {
            owner[row * width + column] = labels[i];
          }
        }
      }
    }
    return owner;
  }

  /** Whether all four neighbours belong to the same component: growing starts at the outline. */
  private static boolean isInner(int[] labels, int i, int width, int height) {
    int y = i / width;
    int x = i % width;
    return y > 0
        && y < height - 1
        && x > 0
        && x < width - 1
        && labels[i - width] == labels[i]
        && labels[i + width] == labels[i]
        && labels[i - 1] == labels[i]
        && labels[i + 1] == labels[i];
  }
}
