package org.tucana.astro.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;

/**
 * A picture's file and the words in which it is refused.
 *
 * @param path its place
 * @param mostSamples how many samples it may have over all channels, at most {@link #MOST_PIXELS}
 */
record SourceFile(Path path, long mostSamples) {
  /** Larger files would not fit into one array of pixels. */
  static final long MOST_PIXELS = 1L << 28;

  private static final long MOST_COMPRESSED_BYTES = 1L << 30;

  SourceFile(Path path) {
    this(path, MOST_PIXELS);
  }

  FormatException fault(String what) {
    return new FormatException(describe(what));
  }

  FormatException fault(String what, Throwable cause) {
    return new FormatException(describe(what), cause);
  }

  private String describe(String what) {
    return "picture " + path + ": " + what;
  }

  /** The file's length, once it is sure that it is a file with something in it. */
  long checkedSize() {
    if (!Files.exists(path)) {
      throw fault("there is no such file; check the path");
    }
    if (Files.isDirectory(path)) {
      throw fault("is a directory; name a file in it");
    }
    if (!Files.isReadable(path)) {
      throw fault("may not be read; change its permissions");
    }
    try {
      long size = Files.size(path);
      if (size == 0) {
        throw fault("is empty; get it anew");
      }
      return size;
    } catch (IOException e) {
      throw fault("cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }

  /** All bytes of a compressed picture. */
  byte[] bytes() {
    long size = checkedSize();
    if (size > MOST_COMPRESSED_BYTES) {
      throw fault("has " + size + " bytes, expected at most 2^30; cut it into smaller pictures");
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw fault("cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }

  /** Refuses sizes that no array can hold, before anything is allocated. */
  void checkSize(long width, long height, int channels) {
    if (width < 1 || height < 1) {
      throw fault("its header says " + width + "x" + height + " pixels; it is damaged");
    }
    String what =
        "its header says "
            + width
            + "x"
            + height
            + " pixels in "
            + channels
            + " channels, expected at most ";
    if (height > MOST_PIXELS / channels / width) {
      throw fault(what + MOST_PIXELS + " samples; it is damaged, or cut it into tiles");
    }
    long samples = width * height * channels;
    if (samples > mostSamples) {
      throw new PictureTooLargeException(
          describe(what + mostSamples + " samples; make room, or cut it into tiles"), samples);
    }
  }
}
