package org.tucana.core.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive with stored or deflated entries. What an entry says about its content is checked
 * before it is used, and before memory is taken for what it inflates to.
 */
final class ZipArchive {
  /** What all entries together may inflate to: masks shrink well, bombs better. */
  private static final long MOST_INFLATED_BYTES = 64L << 20;

  private static final long MOST_INFLATED_TIMES = 32;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MOST_BYTES_AT_ONCE = 1 << 30;
  private static final String REMEDY = "; the file is cut off or damaged, get it anew";

  private final FileBytes file;
  private final SequencedMap<String, Entry> entries;
  private final long mostInflated;
  private long inflated;

  private ZipArchive(FileBytes file, SequencedMap<String, Entry> entries) {
    this.file = file;
    this.entries = Collections.unmodifiableSequencedMap(entries);
    this.mostInflated = Math.max(MOST_INFLATED_BYTES, MOST_INFLATED_TIMES * file.size());
  }

  /**
   * One file of the archive.
   *
   * @param name its path in the archive
   * @param deflated whether its bytes are compressed
   * @param checksum CRC-32 of the content
   * @param begin of the entry in the file
   * @param content where its bytes begin
   * @param stored bytes that it takes in the file
   * @param size bytes of its content
   */
  record Entry(
      String name,
      boolean deflated,
      long checksum,
      long begin,
      long content,
      long stored,
      long size) {}

  /** Whether bytes begin as an archive with files, or one without any, does. */
  static boolean isZip(FileBytes file) {
    return file.holds(0, (byte) 'P', (byte) 'K', (byte) 3, (byte) 4)
        || file.holds(0, (byte) 'P', (byte) 'K', (byte) 5, (byte) 6);
  }

  /** Reads the directory of an archive. */
  static ZipArchive read(FileBytes file) {
    return new ZipArchive(file, ZipDirectory.read(file));
  }

  /** The same archive, of which errors speak as those bytes are called. */
  ZipArchive called(FileBytes other) {
    return new ZipArchive(other, entries);
  }

  FileBytes file() {
    return file;
  }

  /** By path, in the directory's order. */
  SequencedMap<String, Entry> entries() {
    return entries;
  }

  /**
   * The content of an entry: the file's own bytes where they are stored.
   *
   * @param arena owner of the memory that inflated content takes
   */
  FileBytes open(Entry entry, Arena arena) {
    FileBytes packed = file.part("entry '" + entry.name + "'", entry.content, entry.stored);
    if (entry.deflated) {
      return new FileBytes(packed.name(), inflated(packed, entry, arena));
    }
    CRC32 checksum = new CRC32();
    for (long from = 0; from < packed.size(); from += MOST_BYTES_AT_ONCE) {
      long length = Math.min(MOST_BYTES_AT_ONCE, packed.size() - from);
      checksum.update(packed.segment().asSlice(from, length).asByteBuffer());
    }
    requireChecksum(packed, entry, checksum);
    return packed;
  }

  private static void requireChecksum(FileBytes packed, Entry entry, CRC32 checksum) {
    if (checksum.getValue() != entry.checksum) {
      throw packed.fault(
          String.format(
              "its checksum is %08x, expected %08x; the file is damaged, get it anew",
              checksum.getValue(), entry.checksum));
    }
  }

  /** Inflates twice: first to see that the size is what the entry claims, then into memory. */
  private MemorySegment inflated(FileBytes packed, Entry entry, Arena arena) {
    if (Math.max(entry.stored, entry.size) > MOST_BYTES_AT_ONCE
        || entry.size > mostInflated - inflated) {
      throw packed.fault(
          "inflates to "
              + entry.size
              + " bytes, expected at most "
              + MOST_BYTES_AT_ONCE
              + " and, for all entries, "
              + mostInflated
              + " in a file of "
              + file.size()
              + "; store it without compression");
    }
    CRC32 checksum = new CRC32();
    inflate(packed, entry, ByteBuffer.allocate(CHUNK_BYTES), checksum::update);
    requireChecksum(packed, entry, checksum);
    inflated += entry.size;
    MemorySegment content = arena.allocate(entry.size);
    if (entry.size > 0) {
      inflate(packed, entry, content.asByteBuffer(), part -> {});
    }
    return content;
  }

  /**
   * Inflates an entry, which must have as many bytes as it says.
   *
   * @param room where bytes go; the front of it again where it is full
   * @param taker gets each part that was inflated
   */
  private static void inflate(
      FileBytes packed, Entry entry, ByteBuffer room, Consumer<ByteBuffer> taker) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed.segment().asByteBuffer());
      long total = 0;
      int count = 1;
      while (count > 0 && !inflater.finished() && total <= entry.size) {
        if (!room.hasRemaining()) {
          room.clear();
        }
        int from = room.position();
        count = inflater.inflate(room);
        taker.accept(room.slice(from, count));
        total += count;
      }
      if (!inflater.finished() || total != entry.size) {
        throw packed.fault(
            "does not inflate to the " + entry.size + " bytes that it claims" + REMEDY);
      }
    } catch (DataFormatException e) {
      throw packed.fault("cannot be inflated: " + e.getMessage() + REMEDY, e);
    } finally {
      inflater.end();
    }
  }
}
