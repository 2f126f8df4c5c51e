package org.tucana.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tucana.core.type.HostTensor;

/** numpy's npz format: a zip archive with an npy file for each array. */
public final class Npz {
  private static final String ENDING = ".npy";

  /** The earliest time that zip knows, so that equal tensors give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Writes a file whole or not at all; see {@link WholeFile}. Arrays stand in the map's order and
   * uncompressed, as those of {@code numpy.savez} do.
   *
   * @param tensors by name; {@code a} becomes the entry {@code a.npy}, which numpy calls {@code a}
   * @throws IllegalArgumentException for bfloat16, which the format lacks
   */
  public static void write(Path file, Map<String, HostTensor> tensors) throws IOException {
    WholeFile.write(file, stream -> write(stream, tensors));
  }

  private static void write(OutputStream stream, Map<String, HostTensor> tensors)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(stream);
    zip.setMethod(ZipOutputStream.STORED);
    for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
      zip.putNextEntry(entry(tensor.getKey(), tensor.getValue()));
      Npy.write(zip, tensor.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  /** Length and checksum stand before an uncompressed entry, so that it is written twice. */
  private static ZipEntry entry(String name, HostTensor tensor) throws IOException {
    CRC32 checksum = new CRC32();
    CountedBytes counted = new CountedBytes();
    Npy.write(new CheckedOutputStream(counted, checksum), tensor);
    ZipEntry entry = new ZipEntry(name + ENDING);
    entry.setTimeLocal(TIME);
    entry.setSize(counted.total);
    entry.setCompressedSize(counted.total);
    entry.setCrc(checksum.getValue());
    return entry;
  }

  /** Keeps no bytes, but their number. */
  private static final class CountedBytes extends OutputStream {
    private long total;

    @Override
    public void write(int value) {
      total++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      total += length;
    }
  }
}
