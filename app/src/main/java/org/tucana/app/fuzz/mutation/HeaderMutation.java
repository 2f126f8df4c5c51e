package org.tucana.app.fuzz.mutation;

import java.util.Arrays;

/**
 * A change within a header that a length stands before; the length is made to fit again, so that
 * the header is read.
 *
 * @param lengthOffset place of the length, lowest byte first, which the header follows
 * @param lengthBytes its size
 * @param change what happens to the header
 */
public record HeaderMutation(int lengthOffset, int lengthBytes, Mutation change)
    implements Mutation {
  @Override
  public byte[] apply(byte[] file, Dice dice) {
    int start = lengthOffset + lengthBytes;
    if (file.length < start) {
      return file.clone();
    }
    long length = 0;
    for (int i = start - 1; i >= lengthOffset; i--) {
      length = (length << Byte.SIZE) | Byte.toUnsignedInt(file[i]);
    }
    if (length < 0 || length > file.length - start) {
      return file.clone();
    }
    int end = start + (int) length;
    byte[] header = change.apply(Arrays.copyOfRange(file, start, end), dice);
    byte[] changed = Bytes.replaced(file, start, end, header);
    for (int i = 0; i < lengthBytes; i++) {
      changed[lengthOffset + i] = (byte) ((long) header.length >>> (i * Byte.SIZE));
    }
    return changed;
  }
}
