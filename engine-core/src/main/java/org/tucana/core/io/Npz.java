package org.tucana.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/** numpy's npz format: a zip archive with an npy file for each array. */
public final class Npz {
  private static final String ENDING = ".npy";

  /** The earliest time that zip knows, so that equal tensors give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /** Whether an archive holds arrays of numpy and nothing else. */
  static boolean isNpz(ZipArchive archive) {
    return archive.entries().keySet().stream().allMatch(name -> name.endsWith(ENDING));
  }

  /** Where the arrays of an archive lie. */
  static TensorIndex index(ZipArchive archive) {
    SequencedMap<String, TensorIndex.Place> places = new LinkedHashMap<>();
    archive
        .entries()
        .forEach((name, entry) ->
            places.put(
                name.substring(0, name.length() - ENDING.length()),
                () -> {
                  try (Arena inflated = Arena.ofConfined()) {
                    return Npy.read(archive.open(entry, inflated));
                  }
                }));
    return new TensorIndex(archive.file(), places, Map.of());
  }

  /**
   * Reads a file, its arrays stored or deflated.
   *
   * @return arrays by name, without the ending {@code .npy}
   * @throws FormatException naming file and fault where it is no sound npz file
   */
  public static Map<String, HostTensor> read(Path path) throws IOException {
    try (MappedFile file = MappedFile.open(path)) {
      FileBytes bytes = file.bytes("npz");
      ZipArchive archive = ZipArchive.read(bytes);
      if (!isNpz(archive)) {
        throw bytes.fault(
            "holds entries that do not end in " + ENDING + "; it is another kind of archive");
      }
      return index(archive).readAll().tensors();
    }
  }

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
