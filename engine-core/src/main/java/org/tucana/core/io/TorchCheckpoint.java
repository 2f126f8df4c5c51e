package org.tucana.core.io;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.tucana.core.type.HostTensor;

/**
 * What {@code torch.save} writes: since torch 1.6 an archive with a pickle {@code data.pkl} and an
 * entry for each storage, before that a few pickles with the storages behind them.
 */
final class TorchCheckpoint {
  private static final String PICKLE = "data.pkl";
  private static final String STORAGES = "data/";
  private static final String BYTE_ORDER = "byteorder";
  private static final int BYTE_ORDER_BYTES = 16;

  /** The first object of an older file. */
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

  private static final long STREAM_PROTOCOL = 1001;

  private static final String REMEDY =
      "; save the state_dict() with torch.save, or convert it to safetensors";

  private TorchCheckpoint() {}

  /** Whether an archive was written by torch. */
  static boolean isTorch(ZipArchive archive) {
    return archive.entries().keySet().stream().anyMatch(TorchCheckpoint::isPickle);
  }

  /** {@code data.pkl} in the one folder of the archive. */
  private static boolean isPickle(String path) {
    return path.equals(PICKLE)
        || (path.endsWith("/" + PICKLE)
            && path.indexOf('/') == path.length() - PICKLE.length() - 1);
  }

  /**
   * Where the tensors of an archive lie.
   *
   * @param arena owner of what is inflated
   */
  static TensorIndex index(ZipArchive archive, Arena arena) {
    FileBytes file = archive.file();
    String pickle =
        archive.entries().keySet().stream()
            .filter(TorchCheckpoint::isPickle)
            .findFirst()
            .orElseThrow(() -> file.fault("holds no " + PICKLE + REMEDY));
    String folder = pickle.substring(0, pickle.length() - PICKLE.length());
    Allowance allowance = new Allowance(file);
    FileBytes bytes = archive.open(archive.entries().get(pickle), arena);
    Pickled object =
        Unpickler.read(
            new PickleCursor(bytes, 0, allowance), new TorchObjects(bytes, allowance), allowance);
    return index(
        StateDictContent.of(object, bytes, allowance),
        new TorchStorages.OfArchive(
            archive, folder + STORAGES, order(archive, folder, arena), arena),
        file,
        allowance);
  }

  private static ByteOrder order(ZipArchive archive, String folder, Arena arena) {
    ZipArchive.Entry entry = archive.entries().get(folder + BYTE_ORDER);
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    FileBytes bytes = archive.open(entry, arena);
    int length = (int) Math.min(BYTE_ORDER_BYTES, bytes.size());
    return switch (new String(bytes.copy(0, length), StandardCharsets.UTF_8).strip()) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw bytes.fault("expected 'little' or 'big'; the file is damaged, get it anew");
    };
  }

  /** Where the tensors of an older file lie. */
  static TensorIndex index(FileBytes file) {
    Allowance allowance = new Allowance(file);
    PickleCursor cursor = new PickleCursor(file, 0, allowance);
    TorchObjects objects = new TorchObjects(file, allowance);
    if (!Unpickler.read(cursor, objects, allowance).equals(new Pickled.LargeWhole(MAGIC))) {
      throw file.fault("is a pickle, but none that torch.save wrote" + REMEDY);
    }
    if (!Unpickler.read(cursor, objects, allowance).equals(new Pickled.Whole(STREAM_PROTOCOL))) {
      throw file.fault("has another protocol than " + STREAM_PROTOCOL + REMEDY);
    }
    // What the machine was like that wrote the file: nothing hangs on it.
    Unpickler.read(cursor, objects, allowance);
    StateDictContent content =
        StateDictContent.of(Unpickler.read(cursor, objects, allowance), file, allowance);
    List<String> keys = keys(Unpickler.read(cursor, objects, allowance), file);
    return index(
        content,
        TorchStorages.OfStream.find(file, keys, objects.storages(), cursor.position()),
        file,
        allowance);
  }

  private static List<String> keys(Pickled list, FileBytes file) {
    if (!(list instanceof Pickled.ListOf(List<Pickled> items))) {
      throw file.fault("has no list of its storages" + REMEDY);
    }
    List<String> keys = new ArrayList<>(items.size());
    for (Pickled item : items) {
      if (!(item instanceof Pickled.Text(String key))) {
        throw file.fault("has a storage without a name" + REMEDY);
      }
      keys.add(key);
    }
    return keys;
  }

  /** Tensors that are the same elements of the same storage have one place. */
  private static TensorIndex index(
      StateDictContent content, TorchStorages storages, FileBytes file, Allowance allowance) {
    Map<Pickled.View, TensorIndex.Place> shared = new HashMap<>();
    SequencedMap<String, TensorIndex.Place> places = new LinkedHashMap<>();
    content
        .tensors()
        .forEach((name, view) ->
            places.put(
                name, shared.computeIfAbsent(view, v -> () -> read(name, v, storages, allowance))));
    return new TensorIndex(file, places, content.remarks());
  }

  private static HostTensor read(
      String name, Pickled.View view, TorchStorages storages, Allowance allowance) {
    StoredType type = view.storage().type();
    FileBytes numbers = storages.numbers(view.storage());
    allowance.take((long) view.elements().shape().elements() * type.dtype().bytes());
    return numbers.checked(
        "tensor '" + name + "' ",
        type.read(numbers.segment(), 0, view.elements(), storages.order()));
  }
}
