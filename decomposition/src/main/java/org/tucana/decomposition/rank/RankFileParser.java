package org.tucana.decomposition.rank;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.LayerForm;

/** Reads the text of rank files. */
final class RankFileParser {
  private static final String METHOD = "method";
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String RANK = "rank";
  private static final String RANKS = "ranks";
  private static final String EXAMPLE = "write {\"layer1.*.conv2\": {\"in\": 23, \"out\": 22}}";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String place;
  private final JsonNode node;

  /**
   * @param place what messages begin with: the file and the layers
   * @param node what the file gives them
   */
  private RankFileParser(String place, JsonNode node) {
    this.place = place;
    this.node = node;
  }

  static RankFile parse(String source, String text) {
    JsonNode root = tree(source, text);
    if (!root.isObject()) {
      throw new FormatException(
          source
              + ": a rank file is a JSON object, got "
              + (root.isMissingNode() ? "nothing" : "another value")
              + "; "
              + EXAMPLE);
    }
    List<RankFile.Entry> entries = new ArrayList<>();
    root.properties()
        .forEach(entry -> {
          String place = source + ": '" + entry.getKey() + "'";
          entries.add(
              new RankFile.Entry(
                  new LayerPattern(entry.getKey()),
                  new RankFileParser(place, entry.getValue()).form()));
        });
    if (entries.isEmpty()) {
      throw new FormatException(source + ": holds no ranks; " + EXAMPLE);
    }
    return new RankFile(source, entries);
  }

  private static JsonNode tree(String source, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String reason = e.getOriginalMessage().replaceAll("\\(start marker at .*\\)", "").strip();
      throw new FormatException(
          source + ": no usable JSON" + where + ", " + reason + "; correct the file", e);
    }
  }

  private LayerForm form() {
    if (!node.isObject()) {
      throw fault("has " + node + " instead of an object with ranks", EXAMPLE);
    }
    String method = method();
    return switch (method) {
      case "tucker2" -> {
        expectKeys(method, IN, OUT);
        yield new LayerForm.Tucker2(rank(IN, node.get(IN)), rank(OUT, node.get(OUT)));
      }
      case "svd" -> {
        expectKeys(method, RANK);
        yield new LayerForm.Svd(rank(RANK, node.get(RANK)));
      }
      case "cp" -> {
        expectKeys(method, RANK);
        yield new LayerForm.Cp(rank(RANK, node.get(RANK)));
      }
      case "tt" -> {
        expectKeys(method, OUT, IN, RANKS);
        yield train();
      }
      default -> throw fault("has method '" + method + "'", "choose tucker2, svd, cp or tt");
    };
  }

  /** As written; otherwise in and out mean Tucker-2, and rank alone the product of two. */
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
    List<Integer> out = list(OUT);
    List<Integer> in = list(IN);
    List<Integer> ranks = list(RANKS);
    if (out.size() < 2 || out.size() != in.size() || ranks.size() != out.size() - 1) {
      throw fault(
          String.format(
              "has %d \"out\" and %d \"in\" sizes and %d ranks",
              out.size(), in.size(), ranks.size()),
          "give as many sizes on both sides, two at least, and one rank less");
    }
    return new LayerForm.TensorTrain(out, in, ranks);
  }

  private List<Integer> list(String key) {
    JsonNode values = node.get(key);
    if (!values.isArray()) {
      throw fault("has \"" + key + "\": " + values, "give a list of whole numbers");
    }
    List<Integer> list = new ArrayList<>();
    values.forEach(value -> list.add(rank(key, value)));
    return list;
  }

  private int rank(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw fault("has \"" + key + "\": " + node.get(key), "give whole numbers of at least 1");
    }
    return value.intValue();
  }

  private FormatException fault(String wrong, String cure) {
    return new FormatException(place + " " + wrong + "; " + cure);
  }
}
