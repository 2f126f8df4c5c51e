package org.tucana.core.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/**
 * Makes what a pickle of torch asks for: tensors as views of storages, dictionaries, sizes. Names
 * beyond {@link TorchName} are refused.
 */
final class TorchObjects {
  /** Far above the axes of any weight. */
  private static final int MOST_AXES = 64;

  private static final int MOST_SHOWN = 100;

  private static final String REMEDY = "; the file is damaged, or of a version that is not known";

  /** What a tensor and an axis of it take in memory, about, without its numbers. */
  private static final int VIEW_BYTES = 192;

  private static final int AXIS_BYTES = 48;
  private static final int DICTIONARY_BYTES = 80;
  private static final int ENTRY_BYTES = 80;

  private final FileBytes file;
  private final Allowance allowance;
  private final SequencedMap<String, Pickled.Storage> storages = new LinkedHashMap<>();

  /**
   * @param file what holds the pickle, for messages
   * @param allowance of memory for what is made
   */
  TorchObjects(FileBytes file, Allowance allowance) {
    this.file = file;
    this.allowance = allowance;
  }

  /** All storages that were named, whole, by key. */
  SequencedMap<String, Pickled.Storage> storages() {
    return storages;
  }

  /**
   * What a name stands for.
   *
   * @throws FormatException where it may be code
   */
  Pickled named(String module, String name) {
    return TorchName.find(module, name)
        .orElseThrow(() ->
            file.fault(
                "holds code: "
                    + shown(module)
                    + "."
                    + shown(name)
                    + "; nothing of it was run. A file of weights holds tensors, numbers and text:"
                    + " save the state_dict() alone, and mistrust the file if it is not yours"));
  }

  /** A name that a stranger chose, fit for a line of a terminal. */
  private static String shown(String name) {
    String start = name.length() > MOST_SHOWN ? name.substring(0, MOST_SHOWN) + "..." : name;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  /** The result of a function of the list. */
  Pickled call(Pickled callee, List<Pickled> arguments) {
    if (!(callee instanceof Pickled.Callable(TorchName name))) {
      throw file.fault("calls " + kind(callee) + ", expected a function" + REMEDY);
    }
    return switch (name) {
      case ORDERED_DICT -> dictionary(arguments);
      case REBUILD_TENSOR, REBUILD_TENSOR_2 -> view(name, arguments);
      case PARAMETER, REBUILD_PARAMETER, REBUILD_PARAMETER_WITH_STATE -> {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof Pickled.View view)) {
          throw unfit(name);
        }
        yield view;
      }
      case SIZE -> {
        if (arguments.size() != 1) {
          throw unfit(name);
        }
        yield new Pickled.Tuple(items(name, arguments.getFirst()));
      }
      case DEVICE -> new Pickled.Remark(name.toString());
    };
  }

  /** Python 2 gives a list of pairs, later versions fill the dictionary afterwards. */
  private Pickled dictionary(List<Pickled> arguments) {
    allowance.take(DICTIONARY_BYTES);
    SequencedMap<String, Pickled> entries = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      for (Pickled pair : items(TorchName.ORDERED_DICT, arguments.getFirst())) {
        List<Pickled> both = items(TorchName.ORDERED_DICT, pair);
        if (both.size() != 2) {
          throw unfit(TorchName.ORDERED_DICT);
        }
        allowance.take(ENTRY_BYTES);
        entries.put(key(both.getFirst()), both.getLast());
      }
    }
    return new Pickled.Table(entries);
  }

  /** A dictionary's key as text. */
  String key(Pickled key) {
    return switch (key) {
      case Pickled.Text(String text) -> text;
      case Pickled.Whole(long value) -> Long.toString(value);
      default ->
          throw file.fault(
              "has a dictionary with "
                  + kind(key)
                  + " for a key, expected a text or an integer; save the state_dict() alone");
    };
  }

  /** A tensor: storage, number of its first element, sizes, strides and more that is not needed. */
  private Pickled view(TorchName name, List<Pickled> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof Pickled.Storage storage)
        || !(arguments.get(1) instanceof Pickled.Whole(long first))) {
      throw unfit(name);
    }
    List<Pickled> sizes = items(name, arguments.get(2));
    List<Pickled> steps = items(name, arguments.get(3));
    if (sizes.size() != steps.size() || sizes.size() > MOST_AXES) {
      throw file.fault(
          "has a tensor of " + sizes.size() + " axes and " + steps.size() + " strides" + REMEDY);
    }
    allowance.take(VIEW_BYTES + (long) AXIS_BYTES * sizes.size());
    int[] dims = new int[sizes.size()];
    List<Long> strides = new ArrayList<>(steps.size());
    for (int axis = 0; axis < dims.length; axis++) {
      long size = natural(name, sizes.get(axis));
      if (size > Integer.MAX_VALUE) {
        throw file.fault("has a tensor with an axis of " + size + ", expected below 2^31" + REMEDY);
      }
      dims[axis] = (int) size;
      strides.add(natural(name, steps.get(axis)));
    }
    StridedView elements = new StridedView(shape(dims), natural(name, first), strides);
    if (!elements.fits(storage.elements())) {
      throw file.fault(
          "has a tensor "
              + elements.shape()
              + " with strides "
              + strides
              + " from element "
              + first
              + " on, beyond the "
              + storage.elements()
              + " elements of its storage '"
              + storage.key()
              + "'"
              + REMEDY);
    }
    return new Pickled.View(
        storage, new StridedView(elements.shape(), storage.first() + first, strides));
  }

  private Shape shape(int[] dims) {
    try {
      return Shape.of(dims);
    } catch (ShapeException e) {
      throw file.fault("has a tensor that cannot be held: " + e.getMessage(), e);
    }
  }

  /**
   * The storage that a persistent name stands for: {@code ('storage', kind, key, place, elements)},
   * in older files with a sixth item {@code (key, first, elements)} where it is a part of another.
   */
  Pickled persistent(Pickled name) {
    if (!(name instanceof Pickled.Tuple(List<Pickled> items))
        || items.size() < 5
        || !items.get(0).equals(new Pickled.Text("storage"))
        || !(items.get(1) instanceof Pickled.StorageKind(StoredType type))
        || !(items.get(2) instanceof Pickled.Text(String key))
        || !(items.get(4) instanceof Pickled.Whole(long stored))
        || stored < 0) {
      throw file.fault("names something other than a storage beside the pickle" + REMEDY);
    }
    Pickled.Storage whole = new Pickled.Storage(type, key, stored, 0, stored);
    allowance.take(ENTRY_BYTES);
    if (!storages.computeIfAbsent(key, k -> whole).equals(whole)) {
      throw file.fault("storage '" + key + "' has two types or sizes" + REMEDY);
    }
    if (items.size() == 5 || items.get(5) == Pickled.Constant.NONE) {
      return whole;
    }
    if (!(items.get(5) instanceof Pickled.Tuple(List<Pickled> part))
        || part.size() != 3
        || !(part.get(1) instanceof Pickled.Whole(long first))
        || !(part.get(2) instanceof Pickled.Whole(long elements))
        || first < 0
        || elements < 0
        || first > stored
        || elements > stored - first) {
      throw file.fault("names a part that the storage '" + key + "' has not" + REMEDY);
    }
    return new Pickled.Storage(type, key, stored, first, elements);
  }

  private List<Pickled> items(TorchName name, Pickled value) {
    return switch (value) {
      case Pickled.Tuple(List<Pickled> items) -> items;
      case Pickled.ListOf(List<Pickled> items) -> items;
      default -> throw unfit(name);
    };
  }

  private long natural(TorchName name, Pickled value) {
    if (!(value instanceof Pickled.Whole(long number))) {
      throw unfit(name);
    }
    return natural(name, number);
  }

  private long natural(TorchName name, long number) {
    if (number < 0) {
      throw file.fault("gives " + number + " to " + name + ", expected 0 or more" + REMEDY);
    }
    return number;
  }

  private FormatException unfit(TorchName name) {
    return file.fault("gives " + name + " what it does not take" + REMEDY);
  }

  private static String kind(Pickled value) {
    return value.getClass().getSimpleName();
  }
}
