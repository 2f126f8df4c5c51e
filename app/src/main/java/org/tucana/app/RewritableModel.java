package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.mask.Grey;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rewrite.NetworkStage;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.EagerNetworks;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.MaskHead;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.classifier.PooledResNet;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResidualClassifier;
import org.tucana.nn.train.Progress;

/**
 * A model file's network, to be made anew with other layers: a detector or a classifier.
 *
 * @param <N> kind of network
 */
sealed interface RewritableModel<N extends NetworkModule> extends AutoCloseable {
  N network();

  Provenance provenance();

  /** How precisely its file stores weights. */
  ModelFile.Precision precision();

  /** A network of the same architecture. */
  N rebuilt(ParameterSpace space);

  /** What runs without looking at values, at the sizes that the model is used at. */
  List<NetworkStage<N>> stages();

  /**
   * Uses a network of this architecture as the model is used.
   *
   * @param pictures what it is used on
   * @param progress is told of each
   * @throws FormatException where the pictures are not for the model
   */
  void use(N other, CalibrationPictures pictures, Progress progress);

  /** Writes a model file like the one that was read, with another network. */
  void write(N other, Path file, ModelFile.Precision precision, Provenance provenance)
      throws IOException;

  @Override
  void close();

  /** A picture of colours as it is, or their mean. */
  private static Picture inChannels(Picture picture, int channels) {
    if (picture.channels() == channels) {
      return picture;
    }
    if (channels != 1) {
      throw new FormatException(
          "int8: calibration pictures have "
              + picture.channels()
              + " channels, the model takes "
              + channels
              + "; round models of one or three channels");
    }
    return new Picture(1, picture.height(), picture.width(), Grey.of(picture));
  }

  /**
   * Reads a model file of any kind.
   *
   * @throws org.tucana.core.type.FormatException where it is none, or damaged
   */
  static RewritableModel<?> read(Path file, Backend backend) throws IOException {
    ModelFile content = ModelFile.read(file);
    if (DetectorModel.isDetector(content.metadata())) {
      return new OfDetector(
          DetectorModel.of(file.toString(), content, backend), content.precision());
    }
    if (StampClassifier.isClassifier(content.metadata())) {
      return new OfStamps(
          StampClassifier.of(file.toString(), content, backend),
          content.metadata().provenance(),
          content.precision());
    }
    return new OfResNet(
        Classifier.of(file.toString(), content, backend),
        content.metadata().provenance(),
        content.precision());
  }

  /** A Mask R-CNN: three networks, at the number of regions that inference takes. */
  record OfDetector(DetectorModel model, ModelFile.Precision precision)
      implements RewritableModel<MaskRcnn> {
    @Override
    public MaskRcnn network() {
      return model.network();
    }

    @Override
    public Provenance provenance() {
      return model.provenance();
    }

    @Override
    public MaskRcnn rebuilt(ParameterSpace space) {
      return new MaskRcnn(space, model.network().config());
    }

    @Override
    public List<NetworkStage<MaskRcnn>> stages() {
      MaskRcnnConfig config = model.network().config();
      int side = config.transform().minSize();
      int width = config.backbone().fpnWidth();
      int regions = config.rpn().postNmsTopNTest();
      int masks = config.box().detectionsPerImage();
      return List.of(
          new NetworkStage<>(
              "backbone and proposer " + side + "x" + side,
              TensorType.float32(1, config.transform().channels(), side, side),
              (network, x) -> new EagerNetworks(network).propose(x).tensors()),
          new NetworkStage<>(
              "box head " + regions + " regions",
              TensorType.float32(regions, width, BoxHead.REGION_SIDE, BoxHead.REGION_SIDE),
              (network, x) -> network.boxHead().forward(x).tensors()),
          new NetworkStage<>(
              "mask head " + masks + " regions",
              TensorType.float32(masks, width, MaskHead.REGION_SIDE, MaskHead.REGION_SIDE),
              (network, x) -> List.of(network.maskHead().forward(x))));
    }

    @Override
    public void use(MaskRcnn other, CalibrationPictures pictures, Progress progress) {
      int side = other.config().transform().minSize();
      int channels = other.config().transform().channels();
      try (EagerSession session = new EagerSession(other.backend())) {
        for (int i = 0; i < pictures.count(); i++) {
          Picture picture = inChannels(pictures.scene(i, side), channels);
          try (Scope _ = session.scope()) {
            other.detect(session, List.of(picture), new EagerNetworks(other));
          }
          progress.at(i + 1L, "");
        }
      }
    }

    @Override
    public void write(
        MaskRcnn other, Path file, ModelFile.Precision precision, Provenance provenance)
        throws IOException {
      new DetectorModel(other, model.stretch(), model.tiling(), provenance).write(file, precision);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** A classifier of stamps. */
  record OfStamps(StampClassifier classifier, Provenance provenance, ModelFile.Precision precision)
      implements RewritableModel<PooledResNet> {
    @Override
    public PooledResNet network() {
      return classifier.network();
    }

    @Override
    public PooledResNet rebuilt(ParameterSpace space) {
      return classifier.networkIn(space);
    }

    @Override
    public List<NetworkStage<PooledResNet>> stages() {
      int side = classifier.side();
      return List.of(
          new NetworkStage<>(
              "classifier " + side + "x" + side,
              TensorType.float32(1, 3, side, side),
              (network, x) -> List.of(network.forward(x))));
    }

    @Override
    public void use(PooledResNet other, CalibrationPictures pictures, Progress progress) {
      StampClassifier used = classifier.with(other);
      try (EagerSession session = new EagerSession(other.backend())) {
        for (int i = 0; i < pictures.count(); i++) {
          used.classify(session, pictures.stamp(i, used.side()));
          progress.at(i + 1L, "");
        }
      }
    }

    @Override
    public void write(
        PooledResNet other, Path file, ModelFile.Precision precision, Provenance provenance)
        throws IOException {
      classifier.with(other).write(file, precision, provenance);
    }

    @Override
    public void close() {
      classifier.close();
    }
  }

  /** A residual network that classifies pictures. */
  record OfResNet(Classifier classifier, Provenance provenance, ModelFile.Precision precision)
      implements RewritableModel<ResidualClassifier> {
    @Override
    public ResidualClassifier network() {
      return classifier.network();
    }

    @Override
    public ResidualClassifier rebuilt(ParameterSpace space) {
      return classifier.networkIn(space);
    }

    @Override
    public List<NetworkStage<ResidualClassifier>> stages() {
      InputFormat input = classifier.input();
      return List.of(
          new NetworkStage<>(
              "classifier " + input.height() + "x" + input.width(),
              TensorType.float32(1, input.channels(), input.height(), input.width()),
              (network, x) -> List.of(network.forward(x, Mode.EVALUATE))));
    }

    @Override
    public void use(ResidualClassifier other, CalibrationPictures pictures, Progress progress) {
      InputFormat input = classifier.input();
      Classifier used = classifier.with(other);
      int side = Math.max(input.height(), input.width());
      try (EagerSession session = new EagerSession(other.backend())) {
        for (int i = 0; i < pictures.count(); i++) {
          Picture picture = inChannels(pictures.stamp(i, side), input.channels());
          used.probabilities(session, List.of(centre(picture, input.height(), input.width())));
          progress.at(i + 1L, "");
        }
      }
    }

    /** The middle of a picture that is large enough. */
    private static Picture centre(Picture picture, int height, int width) {
      int top = (picture.height() - height) / 2;
      int left = (picture.width() - width) / 2;
      if (top < 0 || left < 0) {
        throw new FormatException(
            "int8: a calibration picture has "
                + picture.height()
                + "x"
                + picture.width()
                + " pixels, the model takes "
                + height
                + "x"
                + width
                + "; take larger stamps, or none to calibrate on simulated ones");
      }
      float[] pixels = new float[picture.channels() * height * width];
      for (int row = 0; row < picture.channels() * height; row++) {
        int from = (row / height * picture.height() + top + row % height) * picture.width() + left;
        System.arraycopy(picture.pixels(), from, pixels, row * width, width);
      }
      return new Picture(picture.channels(), height, width, pixels);
    }

    @Override
    public void write(
        ResidualClassifier other, Path file, ModelFile.Precision precision, Provenance provenance)
        throws IOException {
      classifier.with(other).write(file, precision, provenance);
    }

    @Override
    public void close() {
      classifier.close();
    }
  }
}
