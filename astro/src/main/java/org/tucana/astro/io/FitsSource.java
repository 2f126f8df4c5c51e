package org.tucana.astro.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a FITS file by position, however it is packed. */
sealed interface FitsSource extends Closeable permits FileSource, GzipSource {
  /** Whether no byte stands at a position. */
  boolean endsBefore(long position) throws IOException;

  /** How many bytes follow a position, counted no further than {@code wanted}. */
  long available(long position, long wanted) throws IOException;

  /**
   * Fills what remains of a buffer with the bytes from a position on.
   *
   * @throws java.io.EOFException where the file ends before
   */
  void read(ByteBuffer buffer, long position) throws IOException;
}
