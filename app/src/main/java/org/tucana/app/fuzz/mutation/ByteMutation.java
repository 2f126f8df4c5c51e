package org.tucana.app.fuzz.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Changes that know nothing of the format. */
public enum ByteMutation implements Mutation {
  /** One bit turned. */
  FLIP_BIT,
  /** One byte set to an edge of its range, to a character that formats give meaning, or any. */
  SET_BYTE,
  /** Two, four or eight bytes, of either order, set to an integer at an edge of some range. */
  SET_INTEGER,
  /** An integer of one, two or four bytes made a little larger or smaller, as lengths are. */
  NUDGE_INTEGER,
  /** The end cut off. */
  TRUNCATE,
  /** Random bytes put in. */
  INSERT,
  /** A chunk taken out. */
  REMOVE,
  /** A chunk copied to another place. */
  DUPLICATE,
  /** The beginning of the file, the end of another. */
  SPLICE;

  /** All of them. */
  public static final List<Mutation> ALL = List.of(values());

  private static final byte[] BYTES = {
    0,
    1,
    2,
    0x7f,
    (byte) 0x80,
    (byte) 0xfe,
    (byte) 0xff,
    ' ',
    '"',
    '\'',
    ',',
    '.',
    '-',
    '/',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '0',
    '9'
  };
  private static final List<Long> INTEGERS =
      List.of(
          0L,
          1L,
          -1L,
          0x7fL,
          0xffL,
          0x7fffL,
          0xffffL,
          0x10000L,
          0x100000L,
          0x1000000L,
          0x10000000L,
          0x7fffffffL,
          0x80000000L,
          0xffffffffL,
          0x100000000L,
          Long.MAX_VALUE,
          Long.MIN_VALUE);
  private static final int MOST_NUDGE = 16;

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    if (file.length == 0) {
      return dice.bytes(dice.chunk(Integer.MAX_VALUE));
    }
    int at = dice.below(file.length);
    return switch (this) {
      case FLIP_BIT -> withByte(file, at, file[at] ^ (1 << dice.below(Byte.SIZE)));
      case SET_BYTE ->
          withByte(
              file, at, dice.coin() ? BYTES[dice.below(BYTES.length)] : dice.below(1 << Byte.SIZE));
      case SET_INTEGER -> withInteger(file, at, dice);
      case NUDGE_INTEGER -> nudged(file, at, dice);
      case TRUNCATE -> Arrays.copyOf(file, at);
      case INSERT -> Bytes.replaced(file, at, at, dice.bytes(dice.chunk(Integer.MAX_VALUE)));
      case REMOVE -> Bytes.replaced(file, at, at + dice.chunk(file.length - at), new byte[0]);
      case DUPLICATE -> {
        byte[] chunk = Arrays.copyOfRange(file, at, at + dice.chunk(file.length - at));
        int to = dice.below(file.length);
        yield Bytes.replaced(file, to, to, chunk);
      }
      case SPLICE -> {
        byte[] other = dice.goodFile();
        int from = dice.coin() ? Math.min(at, other.length) : dice.below(other.length + 1);
        yield Bytes.replaced(file, at, file.length, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  private static byte[] withByte(byte[] file, int at, int value) {
    byte[] changed = file.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] withInteger(byte[] file, int at, Dice dice) {
    long value = dice.coin() ? dice.pick(INTEGERS) : file.length + dice.below(3) - 1L;
    int width = Short.BYTES << dice.below(3);
    ByteBuffer integer = ByteBuffer.allocate(Long.BYTES);
    byte[] bytes;
    if (dice.coin()) {
      integer.order(ByteOrder.LITTLE_ENDIAN).putLong(value);
      bytes = Arrays.copyOf(integer.array(), width);
    } else {
      integer.order(ByteOrder.BIG_ENDIAN).putLong(value);
      bytes = Arrays.copyOfRange(integer.array(), Long.BYTES - width, Long.BYTES);
    }
    byte[] changed = file.clone();
    System.arraycopy(bytes, 0, changed, at, Math.min(width, file.length - at));
    return changed;
  }

  private static byte[] nudged(byte[] file, int at, Dice dice) {
    byte[] changed = file.clone();
    int width = Math.min(1 << dice.below(3), file.length - at);
    boolean lowestFirst = dice.coin();
    int carry = dice.below(2 * MOST_NUDGE + 1) - MOST_NUDGE;
    for (int i = 0; i < width; i++) {
      int place = lowestFirst ? at + i : at + width - 1 - i;
      int sum = Byte.toUnsignedInt(file[place]) + carry;
      changed[place] = (byte) sum;
      carry = sum >> Byte.SIZE;
    }
    return changed;
  }
}
