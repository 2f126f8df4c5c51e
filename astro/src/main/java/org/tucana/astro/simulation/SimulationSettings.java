package org.tucana.astro.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tucana.core.type.FormatException;

/**
 * What scenes hold and how they are observed, as ranges.
 *
 * @param name of these settings
 * @param side rows and columns, pixels
 * @param galaxies the galaxies
 * @param stars the foreground
 * @param instrument telescope, camera and weather
 * @param display how display pictures are made
 * @param outline what belongs to an object
 */
public record SimulationSettings(
    String name,
    int side,
    GalaxySettings galaxies,
    StarSettings stars,
    InstrumentSettings instrument,
    DisplaySettings display,
    OutlineRule outline) {
  private static final int LEAST_SIDE = 16;
  private static final int LARGEST_SIDE = 8192;
  private static final double MOST_OBJECTS = 200_000;

  /** Sets that evaluations use; they were fixed before any training. */
  public static final List<String> EVALUATION = List.of("easy", "survey", "crowded", "faint");

  /** Sets that training draws from; their ranges are wider. */
  public static final List<String> TRAINING = List.of("training-survey", "training-deep");

  public SimulationSettings {
    if (side < LEAST_SIDE || side > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "side must lie in " + LEAST_SIDE + ".." + LARGEST_SIDE + " pixels, got " + side);
    }
    double objects =
        (galaxies.perMegapixel().high() + stars.perMegapixel().high()) * side * side * 1e-6;
    if (objects > MOST_OBJECTS) {
      throw new IllegalArgumentException(
          "a scene of side %d may hold %.0f objects, expected %.0f at most"
              .formatted(side, objects, MOST_OBJECTS));
    }
  }

  /**
   * Settings that come with the program.
   *
   * @throws FormatException where there are none of that name
   */
  public static SimulationSettings named(String name) {
    if (!EVALUATION.contains(name) && !TRAINING.contains(name)) {
      throw new FormatException(
          "simulation: there is no set '"
              + name
              + "', expected one of "
              + String.join(", ", EVALUATION)
              + ", "
              + String.join(", ", TRAINING)
              + "; name one of them");
    }
    String file = name + ".json";
    try (InputStream stream = SimulationSettings.class.getResourceAsStream(file)) {
      return read(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Settings from JSON text.
   *
   * @param source file name, for messages
   * @throws FormatException where a key is missing, unknown, of another type or out of range
   */
  public static SimulationSettings read(String source, String text) {
    return SettingsReader.read(source, text);
  }

  /** The same for pictures of another size. */
  public SimulationSettings withSide(int pixels) {
    return new SimulationSettings(name, pixels, galaxies, stars, instrument, display, outline);
  }

  /** The same with galaxies about the faintest magnitude alone: a background for others. */
  public SimulationSettings faintest() {
    return new SimulationSettings(
        name, side, galaxies.faintest(), stars, instrument, display, outline);
  }

  /** The same with another rule for outlines. */
  public SimulationSettings withOutline(OutlineRule rule) {
    return new SimulationSettings(name, side, galaxies, stars, instrument, display, rule);
  }
}
