package org.tucana.nn.factor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.LayerForm;

/**
 * Reads one form as model files and rank files have it:
 *
 * <pre>
 * {"method": "tucker2", "in": 23, "out": 22}
 * {"method": "svd", "rank": 16}
 * {"method": "cp", "rank": 40}
 * {"method": "tt", "out": [8, 8], "in": [16, 16], "ranks": [4]}
 * </pre>
 *
 * Without a method, {@code rank} means svd and everything else tucker2.
 */
public final class LayerFormReader {
  static final String METHOD = "method";
  static final String IN = "in";
  static final String OUT = "out";
  static final String RANK = "rank";
  static final String RANKS = "ranks";

  private final String place;
  private final JsonNode node;

  private LayerFormReader(String place, JsonNode node) {
    this.place = place;
    this.node = node;
  }

  /**
   * A form.
   *
   * @param place what messages begin with: where the form comes from and for which layers
   * @throws FormatException where the node is no form
   */
  public static LayerForm read(String place, JsonNode node) {
    return new LayerFormReader(place, node).form();
  }

  private LayerForm form() {
    if (!node.isObject()) {
      throw fault("has " + node + " instead of an object", "write {\"in\": 23, \"out\": 22}");
    }
    String method = method();
    return switch (method) {
      case "tucker2" -> {
        expectKeys(method, IN, OUT);
        yield new LayerForm.Tucker2(number(IN), number(OUT));
      }
      case "svd" -> {
        expectKeys(method, RANK);
        yield new LayerForm.Svd(number(RANK));
      }
      case "cp" -> {
        expectKeys(method, RANK);
        yield new LayerForm.Cp(number(RANK));
      }
      case "tt" -> {
        expectKeys(method, OUT, IN, RANKS);
        yield train();
      }
      default -> throw fault("has method '" + method + "'", "choose tucker2, svd, cp or tt");
    };
  }

  private String method() {
    if (node.has(METHOD)) {
      return node.get(METHOD).asText();
    }
    return node.has(RANK) ? "svd" : "tucker2";
  }

  private void expectKeys(String method, String... keys) {
    Set<String> wanted = new TreeSet<>(List.of(keys));
    Set<String> found = new TreeSet<>();
    node.fieldNames().forEachRemaining(found::add);
    found.remove(METHOD);
    if (!found.equals(wanted)) {
      throw fault(
          "has the keys " + found + " where " + method + " wants " + wanted, "correct them");
    }
  }

  private LayerForm train() {
    List<Integer> out = numbers(OUT);
    List<Integer> in = numbers(IN);
    List<Integer> ranks = numbers(RANKS);
    if (out.size() < 2 || out.size() != in.size() || ranks.size() != out.size() - 1) {
      throw fault(
          String.format(
              "has %d \"out\" and %d \"in\" sizes and %d ranks",
              out.size(), in.size(), ranks.size()),
          "give as many sizes on both sides, two at least, and one rank less");
    }
    return new LayerForm.TensorTrain(out, in, ranks);
  }

  private List<Integer> numbers(String key) {
    JsonNode values = node.get(key);
    if (!values.isArray()) {
      throw fault("has \"" + key + "\": " + values, "give a list of whole numbers");
    }
    List<Integer> numbers = new ArrayList<>(values.size());
    values.forEach(value -> numbers.add(number(key, value)));
    return numbers;
  }

  private int number(String key) {
    return number(key, node.get(key));
  }

  private int number(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw fault(
          "has \"" + key + "\": " + node.get(key), "give whole numbers of at least 1, below 2^31");
    }
    return value.intValue();
  }

  private FormatException fault(String wrong, String cure) {
    return new FormatException(place + " " + wrong + "; " + cure);
  }
}
