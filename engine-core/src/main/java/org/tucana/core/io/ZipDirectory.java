package org.tucana.core.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads the directory of a zip archive (PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5, sizes beyond
 * 4 GB included) and refuses one that lies: about its own place, or by entries that lie beyond the
 * file or over each other.
 */
final class ZipDirectory {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT_BYTES = 0xFFFF;
  private static final int LONG_END = 0x06064b50;
  private static final int LONG_END_BYTES = 56;
  private static final int LONG_END_LOCATOR = 0x07064b50;
  private static final int LONG_END_LOCATOR_BYTES = 20;
  private static final int LONG_SIZES = 0x0001;
  private static final long SEE_LONG_SIZES = 0xFFFFFFFFL;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final String REMEDY = "; the file is cut off or damaged, get it anew";

  private ZipDirectory() {}

  /** The entries of an archive by path, in the directory's order. */
  static SequencedMap<String, ZipArchive.Entry> read(FileBytes file) {
    Place directory = find(file);
    SequencedMap<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
    long at = directory.begin;
    for (long i = 0; i < directory.count; i++) {
      if (!file.has(at, ENTRY_BYTES) || file.unsignedInt(at) != ENTRY) {
        throw file.fault("its directory has no entry number " + i + REMEDY);
      }
      int nameBytes = file.unsignedShort(at + 28);
      int extraBytes = file.unsignedShort(at + 30);
      long next = at + ENTRY_BYTES + nameBytes + extraBytes + file.unsignedShort(at + 32);
      if (next > directory.end) {
        throw file.fault("its directory ends within entry number " + i + REMEDY);
      }
      ZipArchive.Entry entry = entry(file, at, nameBytes, extraBytes);
      if (entries.put(entry.name(), entry) != null) {
        throw file.fault("holds '" + entry.name() + "' twice; write the file anew");
      }
      at = next;
    }
    requireApart(file, entries, directory.begin);
    return entries;
  }

  /** Where the directory lies and how many entries it has. */
  private record Place(long begin, long end, long count) {}

  private static Place find(FileBytes file) {
    long end = file.size() - END_BYTES;
    long earliest = Math.max(0, end - MOST_COMMENT_BYTES);
    while (end >= earliest
        && (file.unsignedInt(end) != END
            || end + END_BYTES + file.unsignedShort(end + 20) != file.size())) {
      end--;
    }
    if (end < earliest) {
      throw file.fault("has no directory at its end" + REMEDY);
    }
    long count = file.unsignedShort(end + 10);
    long bytes = file.unsignedInt(end + 12);
    long begin = file.unsignedInt(end + 16);
    long locator = end - LONG_END_LOCATOR_BYTES;
    if (locator >= 0 && file.unsignedInt(locator) == LONG_END_LOCATOR) {
      end = file.int64(locator + 8);
      if (!file.has(end, LONG_END_BYTES) || file.unsignedInt(end) != LONG_END) {
        throw file.fault("has no directory for sizes above 4 GB where it says" + REMEDY);
      }
      count = file.int64(end + 32);
      bytes = file.int64(end + 40);
      begin = file.int64(end + 48);
    }
    if (!file.has(begin, bytes)
        || begin + bytes > end
        || count < 0
        || count > bytes / ENTRY_BYTES) {
      throw file.fault(
          "says that its directory has "
              + count
              + " entries in "
              + bytes
              + " bytes from byte "
              + begin
              + " on, which the file has not"
              + REMEDY);
    }
    return new Place(begin, begin + bytes, count);
  }

  private static ZipArchive.Entry entry(FileBytes file, long at, int nameBytes, int extraBytes) {
    String name = new String(file.copy(at + ENTRY_BYTES, nameBytes), StandardCharsets.UTF_8);
    String what = "entry '" + name + "': ";
    int method = file.unsignedShort(at + 10);
    if ((file.unsignedShort(at + 8) & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
      throw file.fault(
          what
              + "is encrypted or packed by method "
              + method
              + ", expected stored or deflated bytes; pack it again");
    }
    long stored = file.unsignedInt(at + 20);
    long size = file.unsignedInt(at + 24);
    long begin = file.unsignedInt(at + 42);
    if (size == SEE_LONG_SIZES || stored == SEE_LONG_SIZES || begin == SEE_LONG_SIZES) {
      // The field has a number for each of these that is too large, in this order.
      LongSizes sizes = LongSizes.find(file, at + ENTRY_BYTES + nameBytes, extraBytes, what);
      size = size == SEE_LONG_SIZES ? sizes.next() : size;
      stored = stored == SEE_LONG_SIZES ? sizes.next() : stored;
      begin = begin == SEE_LONG_SIZES ? sizes.next() : begin;
    }
    boolean deflated = method == DEFLATED;
    if (size < 0 || stored < 0 || (!deflated && size != stored)) {
      throw file.fault(
          what + "has " + size + " bytes but takes " + stored + " in the file" + REMEDY);
    }
    return new ZipArchive.Entry(
        name,
        deflated,
        file.unsignedInt(at + 16),
        begin,
        contentOf(file, begin, what),
        stored,
        size);
  }

  /** The 64-bit sizes of an entry, one after the other. */
  private static final class LongSizes {
    private final FileBytes file;
    private final String what;
    private long at;
    private final long end;

    private LongSizes(FileBytes file, String what, long at, long end) {
      this.file = file;
      this.what = what;
      this.at = at;
      this.end = end;
    }

    static LongSizes find(FileBytes file, long from, int length, String what) {
      long end = from + length;
      long at = from;
      while (at + 4 <= end) {
        long next = at + 4 + file.unsignedShort(at + 2);
        if (file.unsignedShort(at) == LONG_SIZES && next <= end) {
          return new LongSizes(file, what, at + 4, next);
        }
        at = next;
      }
      throw file.fault(what + "lacks the field with its size" + REMEDY);
    }

    long next() {
      if (at + Long.BYTES > end) {
        throw file.fault(what + "has too short a field for its size" + REMEDY);
      }
      long value = file.int64(at);
      at += Long.BYTES;
      return value;
    }
  }

  /** Where the content of the entry with a local header at {@code begin} begins. */
  private static long contentOf(FileBytes file, long begin, String what) {
    if (!file.has(begin, LOCAL_HEADER_BYTES) || file.unsignedInt(begin) != LOCAL_HEADER) {
      throw file.fault(what + "does not begin at byte " + begin + " as it should" + REMEDY);
    }
    return begin
        + LOCAL_HEADER_BYTES
        + file.unsignedShort(begin + 26)
        + file.unsignedShort(begin + 28);
  }

  /** Refuses entries that lie over each other or beyond the place for content. */
  private static void requireApart(
      FileBytes file, SequencedMap<String, ZipArchive.Entry> entries, long directory) {
    List<ZipArchive.Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(ZipArchive.Entry::begin));
    long free = 0;
    for (ZipArchive.Entry entry : ordered) {
      if (entry.begin() < free
          || entry.content() > directory
          || entry.stored() > directory - entry.content()) {
        throw file.fault(
            "entry '"
                + entry.name()
                + "': lies in bytes "
                + entry.begin()
                + " to "
                + (entry.content() + entry.stored())
                + ", expected "
                + free
                + " to "
                + directory
                + ", between the one before and the directory"
                + REMEDY);
      }
      free = entry.content() + entry.stored();
    }
  }
}
