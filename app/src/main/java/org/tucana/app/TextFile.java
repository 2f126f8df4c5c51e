package org.tucana.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;

/** Text that a user names, such as settings. */
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
}
