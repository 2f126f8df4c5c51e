package org.tucana.astro.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;

/**
 * A FITS file packed whole by gzip: unpacked piece by piece, never held, and begun anew where an
 * earlier position is asked for.
 */
final class GzipSource implements FitsSource {
  /** Enough for the largest picture in 64 bits; more would only keep a hostile file busy. */
  private static final long MOST_BYTES = 1L << 32;

  private static final int PIECE = 1 << 16;

  private final SourceFile file;
  private final byte[] piece = new byte[PIECE];
  private PushbackInputStream stream;
  private long position;

  private GzipSource(SourceFile file, PushbackInputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  static GzipSource open(SourceFile file) throws IOException {
    return new GzipSource(file, unpacked(file));
  }

  private static PushbackInputStream unpacked(SourceFile file) throws IOException {
    InputStream packed = Files.newInputStream(file.path());
    try {
      return new PushbackInputStream(new GZIPInputStream(packed, PIECE));
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  @Override
  public boolean endsBefore(long target) throws IOException {
    moveTo(target);
    int next = stream.read();
    if (next >= 0) {
      stream.unread(next);
    }
    return next < 0;
  }

  @Override
  public long available(long from, long wanted) throws IOException {
    if (position < from || position > from + wanted) {
      moveTo(from);
    }
    long end = from + wanted;
    while (position < end && next((int) Math.min(PIECE, end - position)) >= 0) {
      // The bytes only count.
    }
    return Math.max(0, position - from);
  }

  @Override
  public void read(ByteBuffer buffer, long from) throws IOException {
    moveTo(from);
    while (buffer.hasRemaining()) {
      int count = next(Math.min(PIECE, buffer.remaining()));
      if (count < 0) {
        throw new EOFException("it ends at byte " + position + " of what was packed");
      }
      buffer.put(piece, 0, count);
    }
  }

  private void moveTo(long target) throws IOException {
    if (target < position) {
      stream.close();
      stream = unpacked(file);
      position = 0;
    }
    while (position < target && next((int) Math.min(PIECE, target - position)) >= 0) {
      // Skipping would not tell the end of the file from a pause.
    }
  }

  /** Unpacks up to so many bytes into the piece. */
  private int next(int length) throws IOException {
    int count = stream.read(piece, 0, length);
    position += Math.max(0, count);
    if (position > MOST_BYTES) {
      throw file.fault("unpacks to more than 2^32 bytes; cut it into smaller pictures");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
