package org.tucana.app;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.TensorType;
import org.tucana.detection.config.DetectorName;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.cost.DetectorCost;
import org.tucana.detection.cost.DetectorWork;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.classifier.PooledResNet;
import org.tucana.nn.cost.Uncounted;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResidualClassifier;

/**
 * How a network is made and one picture goes through it.
 *
 * @param title in words
 * @param maker makes the network in the forms of a space
 * @param tracer one pass in shapes
 * @param uncounted what a pass does outside of that program
 */
record NetworkBlueprint<M extends NetworkModule>(
    String title,
    Function<ParameterSpace, M> maker,
    Function<M, Program> tracer,
    List<Uncounted> uncounted) {
  private static final int COLOURS = 3;

  /** A photograph of 3:4 whose shorter side is torchvision's 800 pixels. */
  private static final PictureSize DETECTOR_PICTURE = new PictureSize(800, 1067);

  private static final PictureSize CLASSIFIER_PICTURE = new PictureSize(224, 224);
  private static final PictureSize CIFAR_PICTURE = new PictureSize(32, 32);

  /** A made network and a pass of it. */
  record Built(NetworkModule network, Program program) implements AutoCloseable {
    @Override
    public void close() {
      network.close();
    }
  }

  /**
   * A published network on colour pictures.
   *
   * @param architecture {@code resnet50}, {@code maskrcnn_resnet50_fpn} or the like
   * @param classes outputs; for a detector its labels, background included
   */
  static NetworkBlueprint<?> named(String architecture, int classes, PassOptions options) {
    if (!DetectorName.isDetector(architecture)) {
      if (classes < 1) {
        throw new FormatException("cost: --classes must be at least 1, got " + classes);
      }
      PictureSize usual = architecture.startsWith("cifar_") ? CIFAR_PICTURE : CLASSIFIER_PICTURE;
      return classifier(architecture, COLOURS, classes, usual, options);
    }
    String body =
        DetectorName.body(architecture)
            .orElseThrow(() ->
                new FormatException(
                    "cost: there is no architecture '"
                        + architecture
                        + "', expected maskrcnn_resnet18_fpn, maskrcnn_resnet50_fpn or the"
                        + " like"));
    if (classes < 2) {
      throw new FormatException(
          "cost: a detector's --classes count background too and must be at least 2, got "
              + classes
              + "; say 5 for four classes of objects");
    }
    List<String> names = IntStream.range(1, classes).mapToObj(i -> "class " + i).toList();
    return detector(
        architecture, MaskRcnnConfig.torchvision(body, names), DETECTOR_PICTURE, options);
  }

  /**
   * The network of a model file, at the size of the pictures that it was trained on.
   *
   * @param source file name, for messages
   */
  static NetworkBlueprint<?> ofModel(String source, ModelMetadata metadata, PassOptions options) {
    InputFormat input = metadata.input();
    PictureSize picture = new PictureSize(input.height(), input.width());
    String architecture = metadata.architecture();
    if (DetectorModel.isDetector(metadata)) {
      return detector(architecture, DetectorModel.config(source, metadata), picture, options);
    }
    int classes = metadata.classes().size();
    if (StampClassifier.isClassifier(metadata)) {
      PictureSize size = options.classifierPicture(picture);
      return new NetworkBlueprint<PooledResNet>(
          title(architecture, classes, input.channels(), size),
          StampClassifier.networkOf(source, metadata),
          network -> trace(input.channels(), size, network::forward),
          List.of());
    }
    return classifier(architecture, input.channels(), classes, picture, options);
  }

  private static NetworkBlueprint<ResidualClassifier> classifier(
      String architecture, int channels, int classes, PictureSize usual, PassOptions options) {
    Function<ParameterSpace, ResidualClassifier> maker =
        ResidualClassifier.named(architecture, channels, classes, BatchNormSpec.trained());
    PictureSize size = options.classifierPicture(usual);
    return new NetworkBlueprint<>(
        title(architecture, classes, channels, size),
        maker,
        network -> trace(channels, size, x -> network.forward(x, Mode.EVALUATE)),
        List.of());
  }

  private static NetworkBlueprint<MaskRcnn> detector(
      String architecture, MaskRcnnConfig config, PictureSize usual, PassOptions options) {
    DetectorWork work = options.detectorWork(config, usual);
    return new NetworkBlueprint<>(
        title(architecture, config.labels(), config.transform().channels(), work.picture())
            + ", "
            + work.regions()
            + " regions, "
            + work.masks()
            + " masks",
        space -> new MaskRcnn(space, config),
        network -> DetectorCost.trace(network, work),
        DetectorCost.uncounted());
  }

  private static String title(String architecture, int classes, int channels, PictureSize size) {
    return architecture + ", " + classes + " classes, one picture of " + channels + "x" + size;
  }

  private static Program trace(int channels, PictureSize size, Function<Tensor, Tensor> network) {
    return Program.trace(
        List.of(TensorType.float32(1, channels, size.height(), size.width())),
        in -> List.of(network.apply(in.getFirst())));
  }

  /** Makes the network, its weights zero, in the forms of a space. */
  Built build(ParameterSpace space) {
    return traced(FactorisedNetworks.build(space, maker));
  }

  /** Makes the network with the weights of a file, in the file's forms. */
  Built build(ParameterSpace space, StoredWeights weights) {
    M network = weights.build(space, maker);
    try {
      if (network instanceof MaskRcnn detector) {
        detector.load(weights.source(), weights.values());
      } else {
        StateDict.load(network, weights.source(), weights.values());
      }
    } catch (FormatException e) {
      network.close();
      throw e;
    }
    return traced(network);
  }

  private Built traced(M network) {
    try {
      return new Built(network, tracer.apply(network));
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }
}
