package org.tucana.core.io;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a pickle of tensors can hold. None of it is code. */
sealed interface Pickled {
  /** Python's constants. */
  enum Constant implements Pickled {
    NONE,
    TRUE,
    FALSE
  }

  /** An integer. */
  record Whole(long value) implements Pickled {}

  /** An integer beyond 64 bits. */
  record LargeWhole(BigInteger value) implements Pickled {}

  /** A floating-point number. */
  record Real(double value) implements Pickled {}

  /** A text. */
  record Text(String value) implements Pickled {}

  /** Bytes, which nothing here reads. */
  record Bytes(long length) implements Pickled {}

  /** A tuple. */
  record Tuple(List<Pickled> items) implements Pickled {}

  /** A list, which grows while the pickle is read. */
  record ListOf(List<Pickled> items) implements Pickled {}

  /** A dictionary, which grows while the pickle is read; integer keys become texts. */
  record Table(SequencedMap<String, Pickled> entries) implements Pickled {
    static Table empty() {
      return new Table(new LinkedHashMap<>());
    }
  }

  /** A function or class of the allow-list, by its name. */
  record Callable(TorchName name) implements Pickled {}

  /** A kind of storage. */
  record StorageKind(StoredType type) implements Pickled {}

  /**
   * Numbers that lie outside of the pickle, or a part of them.
   *
   * @param type of an element
   * @param key names them in the file
   * @param stored how many the file has under that key
   * @param first number of the first one of the part
   * @param elements how many the part has
   */
  record Storage(StoredType type, String key, long stored, long first, long elements)
      implements Pickled {}

  /**
   * A tensor on a storage.
   *
   * @param elements of what the file has under the storage's key
   */
  record View(Storage storage, StridedView elements) implements Pickled {}

  /** Something harmless that says nothing about weights: a device, a type. */
  record Remark(String name) implements Pickled {}
}
