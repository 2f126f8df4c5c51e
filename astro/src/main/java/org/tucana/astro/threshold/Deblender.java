package org.tucana.astro.threshold;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes connected light apart into objects. Their cores come from {@link BranchTree}; every other
 * pixel goes, in the order of falling levels, to the object whose pixel it touches, so that objects
 * part along the valley between them and each stays connected.
 */
final class Deblender {
  private final float[] light;
  private final double threshold;
  private final int minimumArea;
  private final Deblending settings;
  private final Grid grid;

  /**
   * A deblender of one picture's objects.
   *
   * @param light brightness at every pixel, row by row
   * @param threshold what every pixel of an object lies above, more than zero
   * @param minimumArea fewest pixels of an object
   */
  Deblender(
      int height,
      int width,
      float[] light,
      double threshold,
      int minimumArea,
      Deblending settings) {
    this.light = light;
    this.threshold = threshold;
    this.minimumArea = minimumArea;
    this.settings = settings;
    this.grid = new Grid(height, width);
  }

  /** The objects that connected pixels consist of; indices of the picture row by row, rising. */
  List<Part> parts(int[] pixels) {
    if (pixels.length < 2 * minimumArea || settings.levels() == 1) {
      return List.of(new Part(pixels, pixels, threshold));
    }
    grid.hold(pixels);
    float[] own = new float[pixels.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = light[pixels[i]];
    }
    Levels levels = Levels.of(pixels, light, threshold, settings.levels());
    List<BranchTree.Core> cores =
        BranchTree.cores(grid, levels, own, minimumArea, settings.contrast());
    return cores.isEmpty()
        ? List.of(new Part(pixels, pixels, threshold))
        : new Flood(levels, cores.size()).parts(pixels, cores);
  }

  /** Grows cores over the whole object. */
  private final class Flood {
    private final Levels levels;
    private final int[] owner;

    /**
     * Pixels that have an owner but whose neighbours were not looked at: a queue for each level.
     */
    private final int[] waiting;

    private final int[] head;
    private final int[] tail;
    private final int[] areas;

    Flood(Levels levels, int cores) {
      this.levels = levels;
      owner = new int[levels.level().length];
      waiting = new int[owner.length];
      head = levels.start().clone();
      tail = levels.start().clone();
      areas = new int[cores];
    }

    List<Part> parts(int[] pixels, List<BranchTree.Core> cores) {
      for (int c = 0; c < cores.size(); c++) {
        BranchTree.Core core = cores.get(c);
        take(core.pixel(), c + 1);
        flood(core.level());
      }
      int[][] hearts = owned(pixels);
      // All cores wait again, now for the lower levels.
      System.arraycopy(levels.start(), 0, head, 0, head.length);
      flood(0);
      int[][] wholes = owned(pixels);
      List<Part> parts = new ArrayList<>(cores.size());
      for (int c = 0; c < cores.size(); c++) {
        parts.add(new Part(wholes[c], hearts[c], levels.floor()[cores.get(c).level()]));
      }
      return parts;
    }

    /** The pixels of each owner so far. */
    private int[][] owned(int[] pixels) {
      int[][] owned = new int[areas.length][];
      for (int c = 0; c < owned.length; c++) {
        owned[c] = new int[areas[c]];
      }
      int[] next = new int[areas.length];
      for (int i = 0; i < pixels.length; i++) {
        int c = owner[i] - 1;
        if (c >= 0) {
          owned[c][next[c]++] = pixels[i];
        }
      }
      return owned;
    }

    private void take(int pixel, int core) {
      owner[pixel] = core;
      areas[core - 1]++;
      waiting[tail[levels.level()[pixel]]++] = pixel;
    }

    /** Spreads over all pixels that are reached at and above a level, the highest first. */
    private void flood(int lowest) {
      int level = levels.count() - 1;
      while (level >= lowest) {
        if (head[level] == tail[level]) {
          level--;
          continue;
        }
        int pixel = waiting[head[level]++];
        for (int d = 0; d < Grid.DIRECTIONS; d++) {
          int other = grid.beside(pixel, d);
          if (other != Grid.NONE && owner[other] == 0 && levels.level()[other] >= lowest) {
            take(other, owner[pixel]);
            level = Math.max(level, levels.level()[other]);
          }
        }
      }
    }
  }
}
