package org.tucana.app.fuzz.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Changes of a PNG file's chunks, with checksums that are right again. */
public enum PngMutation implements Mutation {
  /** Some bytes of a chunk. */
  DATA,
  /** Some bytes of what a packed chunk of pixels unpacks to. */
  PIXELS,
  /** Two chunks in each other's place. */
  SWAP,
  /** A chunk of a good file put in. */
  COPY,
  /** A chunk taken out. */
  REMOVE;

  /** All of them. */
  public static final List<Mutation> ALL = List.of(values());

  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;
  private static final String PIXEL_DATA = "IDAT";

  private record Chunk(String type, byte[] data) {}

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    List<Chunk> chunks = chunks(file);
    if (chunks.isEmpty()) {
      return file.clone();
    }
    int at = dice.below(chunks.size());
    Chunk chunk = chunks.get(at);
    switch (this) {
      case DATA -> chunks.set(at, new Chunk(chunk.type, changed(chunk.data, dice)));
      case PIXELS ->
          chunks.replaceAll(each -> each.type.equals(PIXEL_DATA) ? packed(each, dice) : each);
      case SWAP -> chunks.set(at, chunks.set(dice.below(chunks.size()), chunk));
      case COPY -> chunks.add(at, dice.pick(chunks(dice.goodFile())));
      case REMOVE -> chunks.remove(at);
    }
    return written(Arrays.copyOf(file, SIGNATURE), chunks);
  }

  private static byte[] changed(byte[] data, Dice dice) {
    return dice.pick(ByteMutation.ALL).apply(data, dice);
  }

  private static Chunk packed(Chunk chunk, Dice dice) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (InflaterInputStream unpacking =
        new InflaterInputStream(new ByteArrayInputStream(chunk.data))) {
      byte[] pixels = unpacking.readAllBytes();
      try (DeflaterOutputStream packing = new DeflaterOutputStream(packed)) {
        packing.write(changed(pixels, dice));
      }
    } catch (IOException e) {
      // An earlier change damaged it.
      return chunk;
    }
    return new Chunk(chunk.type, packed.toByteArray());
  }

  /** The chunks, up to one that is damaged. */
  private static List<Chunk> chunks(byte[] file) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = SIGNATURE;
    while (at + FRAME <= file.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - FRAME) {
        break;
      }
      chunks.add(
          new Chunk(
              new String(file, at + 4, 4, StandardCharsets.ISO_8859_1),
              Arrays.copyOfRange(file, at + 8, at + 8 + length)));
      at += length + FRAME;
    }
    return chunks;
  }

  private static byte[] written(byte[] signature, List<Chunk> chunks) {
    byte[] file = signature;
    for (Chunk chunk : chunks) {
      byte[] content = Bytes.joined(chunk.type.getBytes(StandardCharsets.ISO_8859_1), chunk.data);
      CRC32 sum = new CRC32();
      sum.update(content);
      file =
          Bytes.joined(
              file,
              ByteBuffer.allocate(content.length + 8)
                  .putInt(chunk.data.length)
                  .put(content)
                  .putInt((int) sum.getValue())
                  .array());
    }
    return file;
  }
}
