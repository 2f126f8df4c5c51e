package org.tucana.app;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;

/**
 * An amount of memory as options name it.
 *
 * @param bytes the amount
 */
record MemoryAmount(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kmg])");
  private static final int BITS_A_UNIT = 10;

  /** Of a number and k, m or g, as the virtual machine's own options have it: 800m, 2g. */
  static MemoryAmount parse(String option, String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new FormatException(
          option + ": \"" + text + "\" is no amount of memory, expected one like 800m or 2g");
    }
    int units = 1 + "kmg".indexOf(matcher.group(2));
    return new MemoryAmount(Long.parseLong(matcher.group(1)) << (BITS_A_UNIT * units));
  }

  /** The least whole number of mebibytes that is as much. */
  long mebibytes() {
    return Math.ceilDiv(bytes, 1L << (2 * BITS_A_UNIT));
  }

  @Override
  public String toString() {
    return mebibytes() + " MiB";
  }
}
