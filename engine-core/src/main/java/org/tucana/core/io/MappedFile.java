package org.tucana.core.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;

/**
 * A file's bytes, mapped until it is closed, so that reading allocates what is kept and no more.
 *
 * @param path where it lies
 * @param arena owner of the mapping
 * @param segment all of the file
 */
record MappedFile(Path path, Arena arena, MemorySegment segment) implements AutoCloseable {

  static MappedFile open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FormatException(path + ": is a directory, expected a file; name the file in it");
    }
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(path)) {
      return new MappedFile(
          path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The bytes, of which errors speak as a file of a format. */
  FileBytes bytes(String format) {
    return new FileBytes(format + " file " + path, segment);
  }

  @Override
  public void close() {
    arena.close();
  }
}
