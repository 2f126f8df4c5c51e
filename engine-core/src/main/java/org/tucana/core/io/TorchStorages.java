package org.tucana.core.io;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Where a checkpoint has the numbers of its storages. */
sealed interface TorchStorages {
  /**
   * The numbers under a storage's key, as many as it says.
   *
   * @throws org.tucana.core.type.FormatException where they are damaged
   */
  FileBytes numbers(Pickled.Storage storage);

  /** Order of the bytes of a number. */
  ByteOrder order();

  /** Bytes that a storage takes in a file; refuses more than the file has. */
  private static long bytes(FileBytes file, Pickled.Storage storage) {
    if (storage.stored() > file.size() / storage.type().bytes()) {
      throw file.fault(
          "storage '"
              + storage.key()
              + "' is said to have "
              + storage.stored()
              + " elements, more than the file; it is cut off or damaged, get it anew");
    }
    return storage.stored() * storage.type().bytes();
  }

  /** Storages that are entries of an archive. */
  final class OfArchive implements TorchStorages {
    private final ZipArchive archive;
    private final Arena arena;
    private final String folder;
    private final ByteOrder order;
    private final Map<String, FileBytes> opened = new HashMap<>();

    /**
     * @param folder path before the storages' keys
     * @param order of the bytes of a number
     * @param arena owner of what is inflated
     */
    OfArchive(ZipArchive archive, String folder, ByteOrder order, Arena arena) {
      this.archive = archive;
      this.folder = folder;
      this.order = order;
      this.arena = arena;
    }

    @Override
    public FileBytes numbers(Pickled.Storage storage) {
      return opened.computeIfAbsent(storage.key(), key -> open(storage));
    }

    private FileBytes open(Pickled.Storage storage) {
      FileBytes file = archive.file();
      ZipArchive.Entry entry = archive.entries().get(folder + storage.key());
      if (entry == null) {
        throw file.fault(
            "lacks the storage '" + storage.key() + "'; the file is damaged, get it anew");
      }
      FileBytes numbers = archive.open(entry, arena);
      if (numbers.size() != bytes(numbers, storage)) {
        throw numbers.fault(
            "has "
                + numbers.size()
                + " bytes, expected "
                + storage.stored()
                + " elements of "
                + storage.type()
                + "; the file is damaged, get it anew");
      }
      return numbers;
    }

    @Override
    public ByteOrder order() {
      return order;
    }
  }

  /**
   * Storages that stand behind the pickles of an older file, each after the number of its elements.
   *
   * @param byKey what was found
   */
  record OfStream(FileBytes file, Map<String, FileBytes> byKey) implements TorchStorages {
    /**
     * Finds them.
     *
     * @param keys in the order in which they lie in the file
     * @param storages what the pickle says about them
     * @param start of the first one
     */
    static OfStream find(
        FileBytes file,
        List<String> keys,
        SequencedMap<String, Pickled.Storage> storages,
        long start) {
      Map<String, FileBytes> found = new HashMap<>();
      long at = start;
      for (String key : keys) {
        Pickled.Storage storage = storages.get(key);
        if (storage == null) {
          throw file.fault("has a storage '" + key + "' that no tensor uses; get the file anew");
        }
        long bytes = bytes(file, storage);
        if (!file.has(at, Long.BYTES + bytes) || file.int64(at) != storage.stored()) {
          throw file.fault(
              "storage '"
                  + key
                  + "' is not at byte "
                  + at
                  + " with "
                  + storage.stored()
                  + " elements; the file is cut off or damaged, get it anew");
        }
        found.put(key, file.part("storage '" + key + "'", at + Long.BYTES, bytes));
        at += Long.BYTES + bytes;
      }
      return new OfStream(file, found);
    }

    @Override
    public FileBytes numbers(Pickled.Storage storage) {
      FileBytes numbers = byKey.get(storage.key());
      if (numbers == null) {
        throw file.fault(
            "lacks the storage '" + storage.key() + "'; the file is cut off, get it anew");
      }
      return numbers;
    }

    /** torch writes the lowest byte first, whatever the machine. */
    @Override
    public ByteOrder order() {
      return ByteOrder.LITTLE_ENDIAN;
    }
  }
}
