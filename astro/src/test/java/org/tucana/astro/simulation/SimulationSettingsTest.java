package org.tucana.astro.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.FormatException;

/** The committed ranges, and what is refused. */
class SimulationSettingsTest {
  private static String survey() throws IOException {
    try (InputStream stream = SimulationSettings.class.getResourceAsStream("survey.json")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void refused(String what, String text) {
    FormatException refusal =
        assertThrows(FormatException.class, () -> SimulationSettings.read("own.json", text), what);
    assertTrue(
        refusal.getMessage().startsWith("own.json") && refusal.getMessage().contains(what),
        refusal.getMessage());
  }

  @Test
  void everyCommittedSetIsValid() {
    for (List<String> sets : List.of(SimulationSettings.EVALUATION, SimulationSettings.TRAINING)) {
      for (String name : sets) {
        SimulationSettings settings = SimulationSettings.named(name);
        assertEquals(name, settings.name());
        assertEquals(0, settings.galaxies().ringShare());
        assertEquals(new OutlineRule.Display(), settings.outline());
      }
    }
  }

  @Test
  void trainingIsWiderThanWhatItIsMeasuredOn() {
    SimulationSettings wide = SimulationSettings.named("training-survey");
    for (String name : SimulationSettings.EVALUATION) {
      SimulationSettings narrow = SimulationSettings.named(name);
      holds(wide.instrument().moffatBeta(), narrow.instrument().moffatBeta());
      holds(wide.instrument().pixelScaleArcsec(), narrow.instrument().pixelScaleArcsec());
      holds(wide.display().softeningSigmas(), narrow.display().softeningSigmas());
      holds(wide.display().whiteSigmas(), narrow.display().whiteSigmas());
      holds(wide.display().skyLevel(), narrow.display().skyLevel());
      holds(wide.stars().counts().magnitudes(), narrow.stars().counts().magnitudes());
    }
  }

  private static void holds(Range wide, Range narrow) {
    assertTrue(wide.low() <= narrow.low() && wide.high() >= narrow.high(), wide + ", " + narrow);
  }

  @Test
  void unknownSetsAreRefused() {
    FormatException refusal =
        assertThrows(FormatException.class, () -> SimulationSettings.named("../survey"));
    assertTrue(refusal.getMessage().contains("easy, survey, crowded, faint"));
  }

  @Test
  void hostileSettingsAreRefused() throws IOException {
    String good = survey();
    assertEquals("survey", SimulationSettings.read("own.json", good).name());
    refused("no usable JSON", "{");
    refused("'name' is missing", "{}");
    refused("'side_pixels' is wrong", good.replace("512", "\"x\""));
    refused("'side_pixels' is wrong", good.replace("512", "1e300"));
    refused("side must lie in 16..8192", good.replace("512", "100000"));
    refused("unknown key 'more'", good.replaceFirst("\\{", "{\"more\": 1,"));
    refused(
        "unknown key 'display.more'",
        good.replace("\"grey_share\"", "\"more\": 1, \"grey_share\""));
    refused("'instrument.moffat_beta' is wrong", good.replace("[2.5, 4.5]", "[0.5, 4.5]"));
    refused("the lower first", good.replace("[2.5, 4.5]", "[4.5, 2.5]"));
    refused("[low, high]", good.replace("[2.5, 4.5]", "[2.5]"));
    refused("'instrument.exposure_seconds.u' is wrong", good.replace("[250, 500]", "[0, 500]"));
    refused("expose longer", good.replace("[250, 500]", "[1, 500]"));
    refused("pixels wide", good.replace("[0.9, 1.4]", "[0.9, 14]"));
    refused("write display or isophote", good.replace("\"display\"\n}", "\"isophote:0\"\n}"));
    refused("objects, expected", good.replace("512", "8000").replace("[20, 60]", "[20, 50000]"));
    refused(
        "class_shares are all 0",
        good.replaceAll("(elliptical|spiral|merger)\": [0-9.]+", "$1\": 0"));
  }
}
