package org.tucana.detection.structure;

/**
 * COCO's compressed text of run lengths, as pycocotools writes it.
 *
 * <p>From the fourth count on, each is stored as its difference to the count two before it. A
 * number is cut into groups of five bits, lowest first, in two's complement; bit 6 of a character
 * says that another group follows; 48 is added so that all characters are printable (48 to 111).
 */
public final class RunLengthText {
  private static final int GROUP_BITS = 5;
  private static final int GROUP_MASK = 0x1f;
  private static final int SIGN_BIT = 0x10;
  private static final int MORE_BIT = 0x20;
  private static final int FIRST_CHARACTER = 48;

  /** Seven groups hold 35 bits: enough for any difference of two counts. */
  private static final int LARGEST_SHIFT = 6 * GROUP_BITS;

  private RunLengthText() {}

  /** The compressed text of a mask's runs. */
  public static String encode(RunLength runs) {
    int[] counts = runs.counts();
    StringBuilder text = new StringBuilder(2 * counts.length);
    for (int i = 0; i < counts.length; i++) {
      int value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
      boolean more;
      do {
        int group = value & GROUP_MASK;
        value >>= GROUP_BITS;
        more = (group & SIGN_BIT) == 0 ? value != 0 : value != -1;
        text.append((char) ((more ? group | MORE_BIT : group) + FIRST_CHARACTER));
      } while (more);
    }
    return text.toString();
  }

  /**
   * The mask that a compressed text says.
   *
   * @throws IllegalArgumentException where the text holds another character, ends within a number
   *     or says runs that do not fill the picture
   */
  public static RunLength decode(int height, int width, String text) {
    int[] counts = new int[runs(text)];
    int runs = 0;
    int at = 0;
    while (at < text.length()) {
      long value = 0;
      int shift = 0;
      int group;
      do {
        if (at == text.length()) {
          throw new IllegalArgumentException("run lengths: the text ends within a number");
        }
        group = text.charAt(at) - FIRST_CHARACTER;
        if (group < 0 || group > (MORE_BIT | GROUP_MASK)) {
          throw new IllegalArgumentException(
              "run lengths: character "
                  + (int) text.charAt(at)
                  + " at "
                  + at
                  + " does not belong to COCO's text, expected 48 to 111");
        }
        if (shift > LARGEST_SHIFT) {
          throw new IllegalArgumentException(
              "run lengths: the number before character " + at + " is too long");
        }
        value |= (long) (group & GROUP_MASK) << shift;
        shift += GROUP_BITS;
        at++;
      } while ((group & MORE_BIT) != 0);
      if ((group & SIGN_BIT) != 0) {
        value |= -1L << shift;
      }
      if (runs > 2) {
        value += counts[runs - 2];
      }
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "run lengths: run " + runs + " has the impossible length " + value);
      }
      counts[runs++] = (int) value;
    }
    return new RunLength(height, width, counts);
  }

  /** Number of runs that a text says: the characters after which none of their number follows. */
  private static int runs(String text) {
    return (int) text.chars().filter(c -> ((c - FIRST_CHARACTER) & MORE_BIT) == 0).count();
  }
}
