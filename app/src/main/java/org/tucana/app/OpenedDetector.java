package org.tucana.app;

import java.nio.file.Path;
import java.util.List;
import org.tucana.astro.GalaxyClass;
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
   * @throws FormatException where it is no detector of the four classes
   */
  static OpenedDetector of(Path path, ModelFile file, Backend backend) {
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
    return new OpenedDetector(model, model.detector());
  }

  int channels() {
    return model.network().config().transform().channels();
  }

  @Override
  public void close() {
    detector.close();
    model.close();
  }
}
