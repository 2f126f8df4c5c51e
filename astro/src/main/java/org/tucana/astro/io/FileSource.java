package org.tucana.astro.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A FITS file as it is. */
record FileSource(FileChannel channel) implements FitsSource {
  static FileSource open(Path path) throws IOException {
    return new FileSource(FileChannel.open(path, StandardOpenOption.READ));
  }

  @Override
  public boolean endsBefore(long position) throws IOException {
    return position >= channel.size();
  }

  @Override
  public long available(long position, long wanted) throws IOException {
    return Math.clamp(channel.size() - position, 0, wanted);
  }

  @Override
  public void read(ByteBuffer buffer, long position) throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - start) < 0) {
        throw new EOFException("it ends at byte " + channel.size());
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
