package org.tucana.decomposition.rank;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.type.FormatException;
import org.tucana.nn.factor.LayerFormReader;
import org.tucana.nn.json.JsonText;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

/**
 * Ranks that a user wrote down: a JSON object from layer names or patterns to ranks.
 *
 * <pre>
 * {
 *   "layer1.*.conv2": {"in": 23, "out": 22},
 *   "*.downsample.0": {"rank": 20},
 *   "layer4.1.conv1": {"method": "cp", "rank": 60},
 *   "fc":             {"method": "tt", "out": [2, 2], "in": [16, 32], "ranks": [8]}
 * }
 * </pre>
 *
 * {@code in} and {@code out} make a Tucker-2 convolution, {@code rank} alone two factors of a 1x1
 * convolution or a linear layer. Where several patterns match a layer, the last one wins; a layer
 * that none matches stays as it is.
 *
 * @param source where they come from, for messages
 * @param entries in the file's order
 */
public record RankFile(String source, List<Entry> entries) {
  /** One line of the file. */
  public record Entry(LayerPattern layers, LayerForm form) {}

  private static final String EXAMPLE = "{\"layer1.*.conv2\": {\"in\": 23, \"out\": 22}}";
  private static final int NAMES_SHOWN = 3;

  public RankFile {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @throws FormatException naming file, layer and key where it is not of this form
   */
  public static RankFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + ": there is no such file; name a JSON file of ranks");
    }
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new FormatException(file + ": is no UTF-8 text; save it as such", e);
    }
  }

  /**
   * Ranks from JSON text.
   *
   * @param source for messages
   * @throws FormatException naming layer and key where it is not of this form
   */
  public static RankFile parse(String source, String text) {
    List<Entry> entries = new ArrayList<>();
    JsonText.object(source, text, "a rank file", EXAMPLE)
        .properties()
        .forEach(entry ->
            entries.add(
                new Entry(
                    pattern(source, entry.getKey()),
                    LayerFormReader.read(
                        source + ": '" + entry.getKey() + "'", entry.getValue()))));
    if (entries.isEmpty()) {
      throw new FormatException(source + ": holds no ranks; write " + EXAMPLE);
    }
    return new RankFile(source, entries);
  }

  private static LayerPattern pattern(String source, String text) {
    try {
      return new LayerPattern(text);
    } catch (FormatException e) {
      throw new FormatException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * The forms that the entries give to layers.
   *
   * @throws FormatException where an entry matches no layer, or a layer cannot have the form that
   *     it would get
   */
  public LayerForms apply(List<CandidateLayer> layers) {
    for (Entry entry : entries) {
      if (layers.stream().noneMatch(layer -> entry.layers.matches(layer.name()))) {
        throw new FormatException(
            source
                + ": '"
                + entry.layers
                + "' is none of the "
                + layers.size()
                + " layers that may be changed"
                + some(layers)
                + "; name another file or correct it");
      }
    }
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    for (CandidateLayer layer : layers) {
      entryOf(layer.name())
          .ifPresent(entry -> {
            requireFits(layer, entry);
            forms.put(layer.name(), entry.form);
          });
    }
    return LayerForms.of(forms);
  }

  /** The last entry that matches a layer. */
  Optional<Entry> entryOf(String layer) {
    return entries.reversed().stream().filter(entry -> entry.layers.matches(layer)).findFirst();
  }

  private void requireFits(CandidateLayer layer, Entry entry) {
    try {
      layer.requireFits(entry.form);
    } catch (FormatException e) {
      throw new FormatException(source + ": '" + entry.layers + "': " + e.getMessage(), e);
    }
  }

  private static String some(List<CandidateLayer> layers) {
    List<String> names = layers.stream().map(CandidateLayer::name).limit(NAMES_SHOWN).toList();
    return names.isEmpty()
        ? ""
        : " (" + String.join(", ", names) + (layers.size() > NAMES_SHOWN ? ", ...)" : ")");
  }
}
