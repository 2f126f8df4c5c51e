package org.tucana.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Bytes on their way to a file; remembers what the file system refused. */
final class FileSystemStream extends OutputStream {
  private final FileChannel channel;
  private final OutputStream stream;
  private IOException failure;

  FileSystemStream(FileChannel channel) {
    this.channel = channel;
    this.stream = Channels.newOutputStream(channel);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Waits until the device has all of it. */
  void force() throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** What the file system refused, if it did. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }
}
