package org.tucana.core.cpu.blocked;

/**
 * The filters of a product: for every {@link PixelTile#WIDTH} filters the terms of their sums one
 * after the other, each with the values of all these filters side by side. Filters beyond the last
 * are zero.
 *
 * @param values [groups, terms, {@link PixelTile#WIDTH}]
 * @param filters K
 * @param terms number of terms of a sum
 */
record PackedFilters(float[] values, int filters, int terms) {
  /** Where a value of a filter lies. */
  @FunctionalInterface
  interface Source {
    float at(int filter, int term);
  }

  static int groups(int filters) {
    return (filters + PixelTile.WIDTH - 1) / PixelTile.WIDTH;
  }

  static PackedFilters of(int filters, int terms, Source source) {
    float[] values = new float[groups(filters) * terms * PixelTile.WIDTH];
    int to = 0;
    for (int group = 0; group < groups(filters); group++) {
      int first = group * PixelTile.WIDTH;
      int count = Math.min(PixelTile.WIDTH, filters - first);
      for (int term = 0; term < terms; term++, to += PixelTile.WIDTH) {
        for (int i = 0; i < count; i++) {
          values[to + i] = source.at(first + i, term);
        }
      }
    }
    return new PackedFilters(values, filters, terms);
  }

  int groups() {
    return groups(filters);
  }

  /**
   * Whether the filters of a group end within its first vector, which is a block of channels; the
   * other is then neither computed nor stored.
   */
  boolean isNarrow(int group) {
    return PixelTile.LANES == MapExtent.BLOCK
        && filters - group * PixelTile.WIDTH <= PixelTile.LANES;
  }

  /** Where the filters of a group begin. */
  int at(int group) {
    return group * terms * PixelTile.WIDTH;
  }
}
