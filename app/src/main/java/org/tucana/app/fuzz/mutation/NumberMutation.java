package org.tucana.app.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A number that stands in the file as text, exchanged for another. */
public enum NumberMutation implements Mutation {
  /** The file becomes longer or shorter by the difference. */
  FREE,
  /** The number keeps its place: blanks before it are used up or filled in. */
  RIGHT_JUSTIFIED;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "-1",
          "-0",
          "007",
          "255",
          "256",
          "65535",
          "65536",
          "16777217",
          "268435456",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "99999999999999999999999999999999",
          "0.5",
          "1.5",
          "-0.0",
          "1e-320",
          "1e308",
          "1E400",
          "-1e400",
          "1D3",
          "NaN",
          "Infinity",
          "0x10",
          "1_0",
          "");

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    int from = file.length == 0 ? 0 : nextDigit(file, dice.below(file.length));
    if (from == file.length) {
      return file.clone();
    }
    while (from > 0 && isPart(file[from - 1])) {
      from--;
    }
    int to = from;
    while (to < file.length && isPart(file[to])) {
      to++;
    }
    byte[] number = changed(file, from, to, dice);
    if (this == FREE) {
      return Bytes.replaced(file, from, to, number);
    }
    int start = Math.max(0, to - number.length);
    byte[] changed = file.clone();
    for (int i = from; i < to; i++) {
      changed[i] = ' ';
    }
    System.arraycopy(number, 0, changed, start, Math.min(number.length, to - start));
    return changed;
  }

  private static byte[] changed(byte[] file, int from, int to, Dice dice) {
    if (dice.coin()) {
      return dice.pick(NUMBERS).getBytes(StandardCharsets.US_ASCII);
    }
    byte[] number = Arrays.copyOfRange(file, from, to);
    byte digit = (byte) ('0' + dice.below(10));
    int at = dice.below(number.length);
    if (dice.coin()) {
      number[at] = digit;
      return number;
    }
    return Bytes.replaced(number, at, at, new byte[] {digit});
  }

  /** The place of the first digit from one on, around the end if need be; the length if none. */
  private static int nextDigit(byte[] file, int start) {
    for (int i = 0; i < file.length; i++) {
      int at = (start + i) % file.length;
      if (file[at] >= '0' && file[at] <= '9') {
        return at;
      }
    }
    return file.length;
  }

  private static boolean isPart(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.';
  }
}
