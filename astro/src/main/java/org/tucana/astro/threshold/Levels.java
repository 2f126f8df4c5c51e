package org.tucana.astro.threshold;

/**
 * The pixels of an object by the highest of some thresholds that they pass. Pixels are known by
 * their position in the object's list.
 *
 * @param floor the thresholds, rising at equal ratios from the first one
 * @param level number of the highest threshold below each pixel
 * @param order the pixels by rising level
 * @param start where the pixels of each level begin in {@code order}; one more at the end
 */
record Levels(double[] floor, int[] level, int[] order, int[] start) {
  /**
   * Sorts pixels into levels.
   *
   * @param pixels indices of a picture
   * @param light brightness at every pixel of the picture, above the threshold at these
   * @param threshold the lowest threshold, above zero
   * @param count number of thresholds
   */
  static Levels of(int[] pixels, float[] light, double threshold, int count) {
    double peak = threshold;
    for (int p : pixels) {
      peak = Math.max(peak, light[p]);
    }
    double range = Math.log(peak / threshold);
    double[] floor = new double[count];
    for (int k = 0; k < count; k++) {
      floor[k] = threshold * Math.exp(range * k / count);
    }
    int[] level = new int[pixels.length];
    int[] start = new int[count + 1];
    for (int i = 0; i < pixels.length; i++) {
      double height = Math.log(light[pixels[i]] / threshold) / range;
      level[i] = (int) Math.min(count - 1, count * Math.max(0, height));
      start[level[i] + 1]++;
    }
    for (int k = 0; k < count; k++) {
      start[k + 1] += start[k];
    }
    int[] next = start.clone();
    int[] order = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      order[next[level[i]]++] = i;
    }
    return new Levels(floor, level, order, start);
  }

  int count() {
    return floor.length;
  }
}
