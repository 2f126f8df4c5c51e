package org.tucana.app.fuzz.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A change of a file that gzip packed, packed again.
 *
 * @param changes what may happen to it
 */
public record GzipMutation(List<Mutation> changes) implements Mutation {
  public GzipMutation {
    changes = List.copyOf(changes);
  }

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    byte[] plain;
    try (GZIPInputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(file))) {
      plain = unpacking.readAllBytes();
    } catch (IOException e) {
      // An earlier change damaged it.
      return file.clone();
    }
    return packed(dice.pick(changes).apply(plain, dice));
  }

  /** A file packed by gzip, without a time in it. */
  public static byte[] packed(byte[] file) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
