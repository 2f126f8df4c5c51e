package org.tucana.nn.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.tucana.core.Parameter;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/** A module's parameters and running statistics as named values. */
public final class StateDict {
  /** Torch counts the batches a batch norm has seen; nothing here depends on it. */
  private static final String BATCH_COUNT = "num_batches_tracked";

  private static final int NAMES_SHOWN = 3;

  private StateDict() {}

  /** Copies of all values, in torchvision's order. */
  public static SequencedMap<String, HostTensor> read(NetworkModule module) {
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    module.state().forEach((name, parameter) -> values.put(name, parameter.read()));
    return values;
  }

  /**
   * Assigns every value; narrower floating types become float32. Nothing is assigned where
   * something does not fit.
   *
   * @param source what the values come from, for messages: a file name
   * @throws FormatException where a name is missing or unknown or a shape differs
   */
  public static void load(NetworkModule module, String source, Map<String, HostTensor> values) {
    SequencedMap<String, Parameter> state = module.state();
    List<String> missing = state.keySet().stream().filter(n -> !values.containsKey(n)).toList();
    List<String> unexpected =
        values.keySet().stream()
            .filter(n -> !state.containsKey(n) && !n.endsWith(BATCH_COUNT))
            .toList();
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw foreign(source, namesMessage(missing, unexpected));
    }
    assign(state, source, values, n -> true);
  }

  /**
   * Assigns the values whose names pass and exist on both sides; the rest of the module keeps what
   * it has.
   *
   * @return names of the state that passed but for which there was no value
   * @throws FormatException where a shape differs
   */
  public static List<String> loadMatching(
      NetworkModule module,
      String source,
      Map<String, HostTensor> values,
      Predicate<String> wanted) {
    SequencedMap<String, Parameter> state = module.state();
    assign(state, source, values, n -> wanted.test(n) && values.containsKey(n));
    return state.keySet().stream().filter(n -> wanted.test(n) && !values.containsKey(n)).toList();
  }

  private static void assign(
      SequencedMap<String, Parameter> state,
      String source,
      Map<String, HostTensor> values,
      Predicate<String> wanted) {
    List<String> names = state.keySet().stream().filter(wanted).toList();
    for (String name : names) {
      HostTensor value = values.get(name);
      Parameter parameter = state.get(name);
      if (!value.shape().equals(parameter.type().shape())) {
        throw foreign(
            source,
            name
                + " has shape "
                + value.shape()
                + " but the network has "
                + parameter.type().shape());
      }
      if (!isFloating(value.type().dtype())) {
        throw foreign(source, name + " holds " + value.type().dtype() + ", not floating numbers");
      }
    }
    for (String name : names) {
      HostTensor value = values.get(name);
      state.get(name).assign(HostTensor.of(value.shape(), value.toFloats()));
    }
  }

  private static boolean isFloating(DType dtype) {
    return switch (dtype) {
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
      case INT32, INT64, UINT8, BOOL -> false;
    };
  }

  private static FormatException foreign(String source, String what) {
    return new FormatException(
        source
            + ": weights of another architecture: "
            + what
            + "; use weights made for this network, or name the architecture and the number of"
            + " classes and channels they were made for");
  }

  private static String namesMessage(List<String> missing, List<String> unexpected) {
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      parts.add("missing " + some(missing));
    }
    if (!unexpected.isEmpty()) {
      parts.add("unexpected " + some(unexpected));
    }
    return String.join(", ", parts);
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }
}
