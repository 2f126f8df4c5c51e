package org.tucana.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;

/** Texts that users name and get: settings, tables, pages. */
final class TextFile {
  private TextFile() {}

  static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + ": there is no such file; name a JSON file");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new FormatException(file + ": is no UTF-8 text; save it as such", e);
    }
  }

  /** Writes a text as UTF-8, whole or not at all. */
  static void write(Path file, String text) throws IOException {
    WholeFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
