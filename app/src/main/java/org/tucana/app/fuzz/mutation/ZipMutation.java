package org.tucana.app.fuzz.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A change of one file within a zip, packed again with lengths and checksums that fit.
 *
 * @param changes what may happen to it
 */
public record ZipMutation(List<Mutation> changes) implements Mutation {
  /** Any, so that equal files come out; the format knows no time before 1980. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  public ZipMutation {
    changes = List.copyOf(changes);
  }

  private record Entry(String name, byte[] data, boolean packed) {}

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    List<Entry> entries = entries(file);
    if (entries.isEmpty()) {
      return file.clone();
    }
    int at = dice.below(entries.size());
    Entry entry = entries.get(at);
    boolean packed = (dice.below(8) == 0) != entry.packed;
    entries.set(at, new Entry(entry.name, dice.pick(changes).apply(entry.data, dice), packed));
    try {
      return written(entries);
    } catch (IOException e) {
      // An earlier change repeated a name.
      return file.clone();
    }
  }

  /** A sound archive with all of its files deflated. */
  public static byte[] deflated(byte[] file) throws IOException {
    return written(
        entries(file).stream().map(entry -> new Entry(entry.name, entry.data, true)).toList());
  }

  /** The entries; none where an earlier change left no sound zip. */
  private static List<Entry> entries(byte[] file) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.add(
            new Entry(entry.getName(), zip.readAllBytes(), entry.getMethod() == ZipEntry.DEFLATED));
      }
      return entries;
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static byte[] written(List<Entry> entries) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Entry entry : entries) {
        ZipEntry header = new ZipEntry(entry.name);
        header.setTimeLocal(TIME);
        if (!entry.packed) {
          CRC32 sum = new CRC32();
          sum.update(entry.data);
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.data.length);
          header.setCrc(sum.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.data);
        zip.closeEntry();
      }
    }
    return file.toByteArray();
  }
}
