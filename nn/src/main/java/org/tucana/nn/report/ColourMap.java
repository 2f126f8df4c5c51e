package org.tucana.nn.report;

import java.util.List;

/**
 * Colours for numbers; between the stated colours, at equal distances, the mixture of two.
 *
 * @param colours at least two, as {@code 0xRRGGBB}, for the least number to the largest
 */
public record ColourMap(List<Integer> colours) {
  /**
   * From dark violet to yellow, as bright as the number is large: the map viridis of matplotlib,
   * which keeps its order in grey and to eyes that see red and green alike.
   */
  public static final ColourMap SEQUENTIAL =
      new ColourMap(
          List.of(
              0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30,
              0xFDE725));

  /** Blue below, white at and red above the middle: ColorBrewer's RdBu. */
  public static final ColourMap DIVERGING =
      new ColourMap(
          List.of(
              0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D,
              0xB2182B));

  private static final int[] SHIFTS = {16, 8, 0};

  public ColourMap {
    colours = List.copyOf(colours);
    if (colours.size() < 2) {
      throw new IllegalArgumentException(
          "colour map: at least two colours wanted, got " + colours.size());
    }
  }

  /**
   * The colour of a number as {@code 0xRRGGBB}.
   *
   * @param share its place between the least (0) and the largest (1) number; beyond, the colour of
   *     the nearer end; NaN is black
   */
  public int rgb(double share) {
    if (Double.isNaN(share)) {
      return 0;
    }
    double place = Math.clamp(share, 0, 1) * (colours.size() - 1);
    int below = Math.min((int) place, colours.size() - 2);
    double part = place - below;
    int rgb = 0;
    for (int shift : SHIFTS) {
      int low = colours.get(below) >> shift & 0xFF;
      int high = colours.get(below + 1) >> shift & 0xFF;
      rgb |= (int) Math.round(low + part * (high - low)) << shift;
    }
    return rgb;
  }
}
