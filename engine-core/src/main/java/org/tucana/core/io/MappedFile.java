package org.tucana.core.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * A file's bytes, mapped until it is closed, so that reading allocates what is kept and no more.
 *
 * @param name what errors call it: format and path
 * @param arena owner of the mapping
 * @param bytes all of the file
 */
record MappedFile(String name, Arena arena, MemorySegment bytes) implements AutoCloseable {

  static MappedFile open(String format, Path file) throws IOException {
    String name = format + " file " + file;
    if (Files.isDirectory(file)) {
      throw new FormatException(name + ": is a directory, expected a file; name the file in it");
    }
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(file)) {
      return new MappedFile(
          name, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  long size() {
    return bytes.byteSize();
  }

  /** Bytes {@code from} to {@code from + length}, which must lie in the file. */
  byte[] copy(long from, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(bytes, from, MemorySegment.ofArray(copy), 0, length);
    return copy;
  }

  /** The tensor read from this file, unless it holds truth values other than 0 and 1. */
  HostTensor checked(String what, HostTensor tensor) {
    if (tensor.type().dtype() == DType.BOOL) {
      for (byte value : (byte[]) tensor.array()) {
        if (value != 0 && value != 1) {
          throw fault(what + "holds " + value + " as a truth value, expected 0 or 1");
        }
      }
    }
    return tensor;
  }

  FormatException fault(String what) {
    return new FormatException(name + ": " + what);
  }

  @Override
  public void close() {
    arena.close();
  }
}
