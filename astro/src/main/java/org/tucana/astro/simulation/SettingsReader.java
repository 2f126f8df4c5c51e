package org.tucana.astro.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;

/**
 * Reads settings from JSON: every key must be there, none may be unknown, and every number must lie
 * within what a simulation can do.
 */
final class SettingsReader {
  private final String source;
  private final String path;
  private final ObjectNode object;
  private final Set<String> used = new HashSet<>();

  private SettingsReader(String source, String path, ObjectNode object) {
    this.source = source;
    this.path = path;
    this.object = object;
  }

  static SimulationSettings read(String source, String text) {
    ObjectNode root =
        JsonText.object(source, text, "a simulation", "{\"side_pixels\": 512, ...} as survey.json");
    SettingsReader reader = new SettingsReader(source, "", root);
    try {
      SimulationSettings settings =
          new SimulationSettings(
              reader.text("name"),
              reader.whole("side_pixels"),
              reader.part("galaxies", SettingsReader::galaxies),
              reader.part("stars", SettingsReader::stars),
              reader.part("instrument", SettingsReader::instrument),
              reader.part("display", SettingsReader::display),
              reader.outline());
      reader.requireAllUsed();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new FormatException(source + ": " + e.getMessage() + "; correct it", e);
    }
  }

  private static GalaxySettings galaxies(SettingsReader reader) {
    Map<GalaxyClass, Double> shares =
        reader.part(
            "class_shares",
            shareReader -> {
              Map<GalaxyClass, Double> all = new EnumMap<>(GalaxyClass.class);
              for (GalaxyClass kind : GalaxyClass.values()) {
                all.put(kind, shareReader.number(kind.title(), 0, 1));
              }
              return all;
            });
    return new GalaxySettings(
        reader.range("per_megapixel", 0, 50_000),
        counts(reader),
        shares,
        reader.number("ring_share", 0, 1),
        reader.number("clustered_share", 0, 1),
        reader.number("least_separation_pixels", 0, 1e4));
  }

  private static NumberCounts counts(SettingsReader reader) {
    return new NumberCounts(
        reader.range("r_magnitude_ab", 5, 32),
        reader.number("count_slope_turns_at_r_ab", 0, 40),
        reader.number("count_slope_bright_per_magnitude", -1, 1),
        reader.number("count_slope_faint_per_magnitude", -1, 1));
  }

  private static StarSettings stars(SettingsReader reader) {
    return new StarSettings(reader.range("per_megapixel", 0, 50_000), counts(reader));
  }

  private static InstrumentSettings instrument(SettingsReader reader) {
    Map<Band, Double> zeroPoints =
        reader.part("zero_point_ab_one_electron_a_second", r -> r.bands(b -> r.number(b, 10, 40)));
    return new InstrumentSettings(
        reader.range("pixel_scale_arcsec", 0.005, 10),
        reader.range("fwhm_arcsec", 0.01, 20),
        reader.range("moffat_beta", 1.5, 10),
        zeroPoints,
        reader.part("exposure_seconds", r -> r.bands(b -> r.range(b, 1e-3, 1e7))),
        reader.part("sky_ab_per_square_arcsec", r -> r.bands(b -> r.range(b, 10, 30))),
        reader.range("read_noise_electrons", 0, 1000),
        reader.range("gain_electrons_per_count", 1e-3, 1e3),
        reader.number("grain_share", 0, 1),
        reader.range("grain_pixels", 0, 3));
  }

  private static DisplaySettings display(SettingsReader reader) {
    return new DisplaySettings(
        reader.range("softening_sigmas", 0.01, 1000),
        reader.range("white_sigmas", 1, 1e5),
        reader.range("sky_level", 0, 0.5),
        reader.range("sky_tint", 0, 3),
        reader.number("grey_share", 0, 1));
  }

  private <T> Map<Band, T> bands(Function<String, T> reader) {
    Map<Band, T> all = new EnumMap<>(Band.class);
    for (Band band : Band.values()) {
      all.put(band, reader.apply(band.title()));
    }
    return all;
  }

  private <T> T part(String key, Function<SettingsReader, T> reader) {
    if (!(value(key) instanceof ObjectNode part)) {
      throw wrong(key, "an object");
    }
    SettingsReader inner = new SettingsReader(source, path + key + ".", part);
    T read = reader.apply(inner);
    inner.requireAllUsed();
    return read;
  }

  private OutlineRule outline() {
    try {
      return OutlineRule.parse(text("outline"));
    } catch (FormatException e) {
      throw new FormatException(source + ": " + e.getMessage(), e);
    }
  }

  private String text(String key) {
    if (!value(key).isTextual()) {
      throw wrong(key, "a text");
    }
    return value(key).textValue();
  }

  private double number(String key, double least, double most) {
    return number(key, value(key), least, most);
  }

  private double number(String key, JsonNode node, double least, double most) {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw wrong(key, "a number in " + least + ".." + most);
    }
    return value;
  }

  private int whole(String key) {
    if (!value(key).canConvertToInt() || !value(key).isIntegralNumber()) {
      throw wrong(key, "a whole number");
    }
    return value(key).intValue();
  }

  private Range range(String key, double least, double most) {
    JsonNode node = value(key);
    if (!node.isArray() || node.size() != 2) {
      throw wrong(key, "[low, high]");
    }
    double low = number(key, node.get(0), least, most);
    double high = number(key, node.get(1), least, most);
    if (low > high) {
      throw wrong(key, "[low, high], the lower first");
    }
    return new Range(low, high);
  }

  private JsonNode value(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw new FormatException(
          source + ": '" + path + key + "' is missing; give it, as survey.json does");
    }
    used.add(key);
    return value;
  }

  private void requireAllUsed() {
    object
        .fieldNames()
        .forEachRemaining(key -> {
          if (!used.contains(key)) {
            throw new FormatException(
                source + ": unknown key '" + path + key + "'; correct or remove it");
          }
        });
  }

  private FormatException wrong(String key, String expected) {
    return new FormatException(
        source
            + ": '"
            + path
            + key
            + "' is wrong, expected "
            + expected
            + ", got "
            + object.get(key)
            + "; correct it");
  }
}
