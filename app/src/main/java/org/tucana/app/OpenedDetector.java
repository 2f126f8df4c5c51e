package org.tucana.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.astro.stretch.Stretch;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.nn.model.ModelFile;

/**
 * A detector of galaxies with the model that it needs open.
 *
 * @param model the model
 * @param detector the detector
 */
record OpenedDetector(DetectorModel model, Detector detector) implements AutoCloseable {
  /**
   * Opens a model file's content.
   *
   * @param turning whether it looks at objects in all orientations before it classifies them
   * @throws FormatException where it is no detector of the four classes
   */
  static OpenedDetector of(Path path, ModelFile file, Backend backend, boolean turning) {
    DetectorModel model = DetectorModel.of(path.toString(), file, backend);
    List<String> classes = model.network().config().classes();
    if (!classes.equals(GalaxyClass.titles())) {
      model.close();
      throw new FormatException(
          "evaluate: "
              + path
              + " knows the classes "
              + classes
              + ", expected "
              + GalaxyClass.titles()
              + "; name another model");
    }
    return new OpenedDetector(model, turning ? model.turningDetector() : model.detector());
  }

  int channels() {
    return model.network().config().transform().channels();
  }

  /** How pictures become what the model takes. */
  ModelInput input() {
    return input(model, Optional.empty());
  }

  /** How pictures become what a model takes, by another stretch than its own where one is asked. */
  static ModelInput input(DetectorModel model, Optional<Stretch> asked) {
    return new ModelInput(
        asked, Stretch.ofModel(model.stretch()), model.network().config().transform().channels());
  }

  @Override
  public void close() {
    detector.close();
    model.close();
  }
}
