package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void newContentReplacesOld() throws Exception {
    Path file = folder.resolve("file");
    WholeFile.write(file, stream -> stream.write(1));
    WholeFile.write(file, stream -> stream.write(new byte[] {2, 3}));
    assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void failureLeavesWhatWasThere() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {7});
    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                file,
                stream -> {
                  stream.write(new byte[100_000]);
                  throw new IOException("disk full");
                }));
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void whatAKilledProcessLeftIsNoHindrance() throws Exception {
    Path left = Files.createFile(folder.resolve(".file.0.partial"));
    WholeFile.write(folder.resolve("file"), stream -> stream.write(1));
    assertEquals(0, Files.size(left));
    assertEquals(1, Files.size(folder.resolve("file")));
  }

  @Test
  void foldersAreNeitherReplacedNorMade() {
    assertThrows(
        FileAlreadyExistsException.class, () -> WholeFile.write(folder, stream -> stream.write(1)));
    assertThrows(
        NoSuchFileException.class,
        () -> WholeFile.write(folder.resolve("no/file"), stream -> stream.write(1)));
  }
}
