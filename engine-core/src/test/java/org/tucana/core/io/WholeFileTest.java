package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** Another process's name, which no writer of this one takes. */
  private static Path left(Path folder) {
    return folder.resolve(".tucana-1-1-0.partial");
  }

  @Test
  void whatAKilledProcessLeftIsNoHindranceAndCanBeRemoved() throws Exception {
    Path below = Files.createDirectory(folder.resolve("below"));
    Files.createFile(left(folder));
    Files.createFile(left(below));
    WholeFile.write(folder.resolve("file"), stream -> stream.write(1));
    assertTrue(OutputFolders.isPartial(left(folder)));
    assertEquals(1, OutputFolders.removeLeftovers(folder));
    assertEquals(0, OutputFolders.removeLeftovers(folder));
    assertEquals(1, OutputFolders.removeLeftoversWithin(folder));
    assertEquals(2, folder.toFile().list().length);
    assertEquals(0, below.toFile().list().length);
  }

  @Test
  void whatIsBeingWrittenIsNotRemoved() throws Exception {
    WholeFile.write(
        folder.resolve("file"),
        stream -> {
          stream.write(1);
          assertEquals(0, OutputFolders.removeLeftovers(folder));
        });
    try (FileChannel other =
        FileChannel.open(left(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      other.lock();
      assertEquals(0, OutputFolders.removeLeftovers(folder));
      assertTrue(Files.exists(left(folder)));
    }
    assertEquals(1, OutputFolders.removeLeftovers(folder));
    assertEquals(1, folder.toFile().list().length);
  }

  /** A name that ends like ours may lead elsewhere, or to what blocks whoever opens it. */
  @Test
  void onlyFilesAreTakenForLeftovers() throws Exception {
    Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
    Files.createSymbolicLink(left(folder), elsewhere);
    Files.createDirectory(folder.resolve(".tucana-2-2-0.partial"));
    assertEquals(0, OutputFolders.removeLeftovers(folder));
    assertEquals(3, folder.toFile().list().length);
  }

  @Test
  void threadsWriteInOneFolderAtOnce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        byte[] content = new byte[] {(byte) i};
        Path file = folder.resolve("file" + i % 40);
        writing.add(
            threads.submit(() -> {
              WholeFile.write(file, stream -> stream.write(content));
              return null;
            }));
      }
      for (Future<?> written : writing) {
        written.get();
      }
    }
    assertEquals(40, folder.toFile().list().length);
  }

  @Test
  void aPlaceIsTriedBeforeTheWork() throws Exception {
    WholeFile.requirePlace(folder.resolve("file"));
    assertEquals(0, folder.toFile().list().length);
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> WholeFile.requirePlace(folder));
    assertEquals("is a directory", e.getReason());
  }

  @Test
  void foldersAreNeitherReplacedNorMade() {
    refuses("is a directory", folder);
    refuses("its folder does not exist", folder.resolve("no/file"));
  }

  @Test
  void socketsAreNotReplaced() throws Exception {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      refuses("is a device, pipe or socket, expected a regular file or none", socket);
      assertTrue(Files.readAttributes(socket, BasicFileAttributes.class).isOther());
      Path link = Files.createSymbolicLink(folder.resolve("link"), socket);
      refuses("is a device, pipe or socket", link);
      assertTrue(Files.isSymbolicLink(link));
    }
    assertEquals(2, folder.toFile().list().length);
  }

  @Test
  void aLinkStaysAndItsFileIsReplaced() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path file = Files.write(elsewhere.resolve("file"), new byte[] {7});
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere", "file"));
    WholeFile.write(link, stream -> stream.write(1));
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    assertEquals(1, elsewhere.toFile().list().length);
    Files.delete(file);
    refuses("is a symbolic link to nothing", link);
    assertEquals(0, elsewhere.toFile().list().length);
  }

  /** Not even a superuser makes files in {@code /proc}. */
  @Test
  void aFolderThatCannotBeWrittenIsNamedByTheFile() {
    Path processes = Path.of("/proc");
    assumeTrue(Files.isDirectory(processes.resolve("self")), "there is no /proc");
    refuses("its folder cannot be written", processes.resolve("x.safetensors"));
  }

  private static void refuses(String reason, Path file) {
    FileSystemException e =
        assertThrows(
            FileSystemException.class, () -> WholeFile.write(file, stream -> stream.write(1)));
    assertEquals(file.toString(), e.getFile());
    assertTrue(e.getReason().startsWith(reason), e.getReason());
  }
}
