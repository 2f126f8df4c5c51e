package org.tucana.core.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The tensors of an unpickled object by dotted names, and what stands beside them.
 *
 * <p>Training programs wrap a state dict in a dictionary with the number of epochs and the like:
 * what lies under {@code state_dict}, {@code model_state_dict} or {@code model} is then the whole
 * content. {@code torch.nn.DataParallel} puts {@code module.} before all names: it is taken off.
 */
final class StateDictContent {
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");
  private static final String PARALLEL = "module.";

  /** The name of a tensor that was saved alone. */
  private static final String ALONE = "tensor";

  private static final int MOST_LEVELS = 16;
  private static final int NAME_BYTES = 160;

  private final FileBytes file;
  private final Allowance allowance;
  private final SequencedMap<String, Pickled.View> tensors = new LinkedHashMap<>();
  private final SequencedMap<String, String> remarks = new LinkedHashMap<>();

  private StateDictContent(FileBytes file, Allowance allowance) {
    this.file = file;
    this.allowance = allowance;
  }

  /**
   * What an object holds.
   *
   * @param file it comes from
   * @param allowance of memory for names
   * @throws org.tucana.core.type.FormatException where it holds no tensors
   */
  static StateDictContent of(Pickled object, FileBytes file, Allowance allowance) {
    StateDictContent content = new StateDictContent(file, allowance);
    content.add("", content.unwrapped(object), 0);
    if (content.tensors.isEmpty()) {
      throw file.fault("holds no tensors, expected a state_dict(); save that with torch.save");
    }
    return content;
  }

  /** Tensors by name. */
  SequencedMap<String, Pickled.View> tensors() {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
      return tensors;
    }
    SequencedMap<String, Pickled.View> bare = new LinkedHashMap<>();
    tensors.forEach((name, view) -> bare.put(name.substring(PARALLEL.length()), view));
    return bare;
  }

  /** Numbers and texts by name. */
  Map<String, String> remarks() {
    return remarks;
  }

  private Pickled unwrapped(Pickled object) {
    Optional<Pickled.Table> inner = wrapped(object);
    if (inner.isEmpty() || !(object instanceof Pickled.Table(var entries))) {
      return object;
    }
    entries.forEach((name, value) -> text(value).ifPresent(text -> remark(name, text)));
    return inner.get();
  }

  private static Optional<Pickled.Table> wrapped(Pickled object) {
    if (!(object instanceof Pickled.Table(var entries))) {
      return Optional.empty();
    }
    for (String wrapper : WRAPPERS) {
      if (entries.get(wrapper) instanceof Pickled.Table inner) {
        return Optional.of(inner);
      }
    }
    return Optional.empty();
  }

  private void add(String name, Pickled value, int level) {
    // Objects may hold each other many times over, or themselves: both end at these limits.
    if (level > MOST_LEVELS) {
      throw file.fault(
          "nests more than " + MOST_LEVELS + " containers; save the state_dict() alone");
    }
    allowance.take(NAME_BYTES + 2L * name.length());
    switch (value) {
      case Pickled.View view -> tensors.put(name.isEmpty() ? ALONE : name, view);
      case Pickled.Table(var entries) ->
          entries.forEach((key, item) -> add(join(name, key), item, level + 1));
      case Pickled.ListOf(List<Pickled> items) -> addAll(name, items, level);
      case Pickled.Tuple(List<Pickled> items) -> addAll(name, items, level);
      default -> text(value).ifPresent(text -> remark(name, text));
    }
  }

  private void addAll(String name, List<Pickled> items, int level) {
    for (int i = 0; i < items.size(); i++) {
      add(join(name, Integer.toString(i)), items.get(i), level + 1);
    }
  }

  private static String join(String name, String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private void remark(String name, String text) {
    allowance.take(NAME_BYTES + 2L * text.length());
    remarks.put(name, text);
  }

  private static Optional<String> text(Pickled value) {
    return switch (value) {
      case Pickled.Text(String text) -> Optional.of(text);
      case Pickled.Whole(long number) -> Optional.of(Long.toString(number));
      case Pickled.Real(double number) -> Optional.of(Double.toString(number));
      case Pickled.Constant.TRUE -> Optional.of("true");
      case Pickled.Constant.FALSE -> Optional.of("false");
      default -> Optional.empty();
    };
  }
}
