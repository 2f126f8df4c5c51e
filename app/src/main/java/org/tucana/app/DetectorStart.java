package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PretrainedDetector;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.resnet.ImageNetBody;

/** What the training of a detector starts from. */
sealed interface DetectorStart
    permits DetectorStart.Drawn,
        DetectorStart.Model,
        DetectorStart.Detector,
        DetectorStart.Body,
        ClassifierBody {
  /** The settings of a network for it, those of {@code others} where it has none. */
  default MaskRcnnConfig settings(MaskRcnnConfig others) {
    return others;
  }

  /** How the layers of a network for it are stored. */
  default LayerForms forms() {
    return LayerForms.none();
  }

  /**
   * Assigns what there is.
   *
   * @return what was assigned and what was not, in words; empty where there is nothing to say
   */
  default Optional<String> load(MaskRcnn network) {
    return Optional.empty();
  }

  /**
   * Reads a file of any format.
   *
   * @throws FormatException where it is damaged or holds code
   */
  static DetectorStart read(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return new Drawn();
    }
    String source = file.get().toString();
    TensorFile stored = StoredTensors.read(file.get());
    if (ModelFile.isModel(stored)) {
      return new Model(ModelFile.of(source, stored));
    }
    return PretrainedDetector.isDetector(stored.tensors().keySet())
        ? new Detector(new PretrainedDetector(source, stored.tensors()))
        : new Body(source, stored);
  }

  /**
   * Reads what gives a new detector its body: a model file of a residual network, or public weights
   * of one.
   *
   * @throws FormatException where it is of another kind, damaged or holds code
   */
  static DetectorStart ofBackbone(Path file) throws IOException {
    String source = file.toString();
    TensorFile stored = StoredTensors.read(file);
    if (ModelFile.isModel(stored)) {
      return ClassifierBody.of(source, ModelFile.of(source, stored));
    }
    if (PretrainedDetector.isDetector(stored.tensors().keySet())) {
      throw new FormatException(
          source + ": holds a detector, expected a classifier; start from it with --init");
    }
    return new Body(source, stored);
  }

  /** Nothing: all weights are drawn. */
  record Drawn() implements DetectorStart {}

  /** A model file, whose network is made with its weights. */
  record Model(ModelFile file) implements DetectorStart {}

  /** A Mask R-CNN for other classes. */
  record Detector(PretrainedDetector pretrained) implements DetectorStart {
    @Override
    public MaskRcnnConfig settings(MaskRcnnConfig others) {
      return pretrained.settings(others);
    }

    @Override
    public Optional<String> load(MaskRcnn network) {
      List<String> drawn = pretrained.load(network);
      return Optional.of(
          "all from "
              + pretrained.source()
              + " but what knows its classes; drawn anew for "
              + network.config().classes().size()
              + " classes: "
              + drawn);
    }
  }

  /**
   * Public weights of a classifier, of which the body is taken.
   *
   * @param source file name, for messages
   */
  record Body(String source, TensorFile stored) implements DetectorStart {
    @Override
    public MaskRcnnConfig settings(MaskRcnnConfig others) {
      return ImageNetBody.architecture(stored.tensors().keySet(), "")
          .map(body -> others.with(new BackboneConfig(body, others.backbone().fpnWidth())))
          .orElse(others);
    }

    @Override
    public Optional<String> load(MaskRcnn network) {
      List<String> missing = ImageNetBody.load(network.backbone().body(), source, stored.tensors());
      return Optional.of("body from " + source + "; drawn at random: heads and " + missing);
    }
  }
}
