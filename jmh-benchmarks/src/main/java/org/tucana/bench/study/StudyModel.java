package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.app.batch.FileDigest;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.ModelFile;

/**
 * A detector under study.
 *
 * @param name how the study calls it, fit for names of files
 * @param file where it lies
 * @param digest what the file holds, in short
 * @param key of all that decides about detections: the file's SHA-256, or another where settings
 *     are not the file's
 * @param content what the file holds, with the settings that count
 */
record StudyModel(String name, Path file, FileDigest digest, String key, ModelFile content) {
  /** Channels of the study's pictures. */
  private static final int CHANNELS = 3;

  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,39})=(.+)");

  /**
   * Reads a model that an option names.
   *
   * @param option for messages
   * @param text {@code NAME=FILE}
   * @throws FormatException where the text has another form, or the file is no detector of the four
   *     classes on pictures of three channels
   */
  static StudyModel read(String option, String text) throws IOException {
    Matcher matcher = NAMED.matcher(text);
    if (!matcher.matches()) {
      throw new FormatException(
          "study: "
              + option
              + " is NAME=FILE, the name of at most 40 letters, digits, dots, dashes and"
              + " underscores, got '"
              + text
              + "'; write for example normal=models/galaxies.safetensors");
    }
    Path file = Path.of(matcher.group(2));
    ModelFile content = ModelFile.read(file);
    FileDigest digest = FileDigest.of(file);
    StudyModel model = new StudyModel(matcher.group(1), file, digest, digest.sha256(), content);
    MaskRcnnConfig config = model.config();
    if (!config.classes().equals(GalaxyClass.titles())
        || config.transform().channels() != CHANNELS) {
      throw new FormatException(
          "study: "
              + file
              + " knows the classes "
              + config.classes()
              + " in "
              + config.transform().channels()
              + " channels, expected "
              + GalaxyClass.titles()
              + " in "
              + CHANNELS
              + "; name another model");
    }
    return model;
  }

  /** The same detector with other proposals; itself where they are the same. */
  StudyModel with(RpnConfig proposals) {
    return proposals.equals(config().rpn())
        ? this
        : new StudyModel(
            name,
            file,
            digest,
            StudyKey.of(key, proposals),
            DetectorModel.withSettings(file.toString(), content, config -> config.with(proposals)));
  }

  /** The settings of its network. */
  MaskRcnnConfig config() {
    return DetectorModel.config(file.toString(), content.metadata());
  }

  /** Whether floats imitate another arithmetic. */
  boolean isImitated() {
    return FactorisedNetworks.isRounded(content.metadata());
  }

  /** The detector on a backend; the caller closes it. */
  DetectorModel open(Backend backend) {
    return DetectorModel.of(file.toString(), content, backend);
  }
}
