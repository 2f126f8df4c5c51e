package org.tucana.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes of good files, made by the project's own writers.
 *
 * @param folder where writers that take a place put their files, for a moment
 */
record GoodFiles(Path folder) {

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {
    void write(Path file) throws IOException;
  }

  /** Writes to a stream. */
  @FunctionalInterface
  interface StreamWriter {
    void write(OutputStream stream) throws IOException;
  }

  byte[] written(Writer writer) throws IOException {
    Path file = folder.resolve("good");
    try {
      writer.write(file);
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  static byte[] streamed(StreamWriter writer) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    writer.write(stream);
    return stream.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
