package org.tucana.astro.threshold;

/**
 * Level and noise of the sky over a picture: measured in a mesh of cells, each replaced by the
 * median of 3x3 cells, and interpolated between the cells' centres by bicubic splines. The last row
 * and column of cells may reach over the picture's border.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param cell rows and columns of a cell
 * @param levels brightness of the sky in each cell
 * @param noises its standard deviation in each cell
 */
record Background(int height, int width, int cell, Mesh levels, Mesh noises) {
  /** A cell with a smaller share of samples than this, of the fullest cell's, is not trusted. */
  private static final double LEAST_SHARE = 0.5;

  /**
   * Measures the sky of a picture of one channel.
   *
   * @param plane {@code height * width} samples, row by row, at least one; those that are no finite
   *     number do not count, and without any other the sky is 0 without noise
   * @param cell rows and columns of a cell, pixels
   */
  public static Background of(int height, int width, float[] plane, int cell) {
    int rows = Math.ceilDiv(height, cell);
    int columns = Math.ceilDiv(width, cell);
    int cells = Math.multiplyExact(rows, columns);
    double[] levels = new double[cells];
    double[] noises = new double[cells];
    double[] shares = new double[cells];
    float[] samples = new float[Math.min(height, cell) * Math.min(width, cell)];
    double fullest = 0;
    for (int i = 0; i < cells; i++) {
      int top = i / columns * cell;
      int left = i % columns * cell;
      int bottom = Math.min(height, top + cell);
      int right = Math.min(width, left + cell);
      int count = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          if (Float.isFinite(plane[y * width + x])) {
            samples[count++] = plane[y * width + x];
          }
        }
      }
      if (count > 0) {
        CellSky sky = CellSky.of(samples, count);
        levels[i] = sky.level();
        noises[i] = sky.noise();
      }
      shares[i] = (double) count / ((bottom - top) * (right - left));
      fullest = Math.max(fullest, shares[i]);
    }
    for (int i = 0; i < cells; i++) {
      if (shares[i] < LEAST_SHARE * fullest) {
        levels[i] = Double.NaN;
        noises[i] = Double.NaN;
      }
    }
    return new Background(
        height,
        width,
        cell,
        new Mesh(rows, columns, levels).filled().smoothed(),
        new Mesh(rows, columns, noises).filled().smoothed());
  }

  /** The sky's brightness of the whole picture: the median over the cells. */
  public double level() {
    return levels.median();
  }

  /** The sky's noise of the whole picture: the median over the cells. */
  public double noise() {
    return noises.median();
  }

  /** The sky's brightness at every pixel, row by row. */
  public float[] levelMap() {
    return levels.interpolated(height, width, cell);
  }

  /** The sky's noise at every pixel, row by row; nowhere below that of the calmest cell. */
  public float[] noiseMap() {
    float[] map = noises.interpolated(height, width, cell);
    float least = (float) noises.least();
    for (int i = 0; i < map.length; i++) {
      map[i] = Math.max(least, map[i]);
    }
    return map;
  }
}
