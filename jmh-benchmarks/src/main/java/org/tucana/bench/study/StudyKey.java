package org.tucana.bench.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names a measurement by all that decides about it, so that a later run knows it again. */
final class StudyKey {
  private static final int SHORT = 16;

  private StudyKey() {}

  /** SHA-256, in hexadecimal digits, of some values in their order. */
  static String of(Object... values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      text.append(value).append('\0');
    }
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The names and keys of models, in their order. */
  static String of(List<StudyModel> models) {
    return of(models.stream().map(m -> m.name() + " " + m.key()).toArray());
  }

  /** The beginning of a key, for names of files. */
  static String brief(String key) {
    return key.substring(0, SHORT);
  }
}
