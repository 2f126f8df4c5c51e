package org.tucana.app.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file holds, in short.
 *
 * @param bytes its length
 * @param sha256 SHA-256 of its content in hexadecimal digits
 */
public record FileDigest(long bytes, String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads a file from its start to its end. */
  public static FileDigest of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new FileDigest(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether a file is there and holds just this. */
  boolean isOf(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == bytes && of(file).equals(this);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
