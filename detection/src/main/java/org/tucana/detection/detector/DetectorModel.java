package org.tucana.detection.detector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.DetectorName;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.structure.Orientation;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * A Mask R-CNN with what is needed to use it on pictures.
 *
 * @param network the network
 * @param stretch name of the stretch that maps a file's samples to what the network takes
 * @param tiling how large pictures are cut
 * @param provenance where it comes from
 */
public record DetectorModel(MaskRcnn network, String stretch, Tiling tiling, Provenance provenance)
    implements AutoCloseable {
  private static final String SETTINGS = "maskrcnn";
  private static final String TILE_SIZE = "tile_size";
  private static final String TILE_OVERLAP = "tile_overlap";

  /** Whether a model file holds a detector. */
  public static boolean isDetector(ModelMetadata metadata) {
    return DetectorName.isDetector(metadata.architecture());
  }

  /**
   * Reads a model file.
   *
   * @throws FormatException where the file is no model, one of another kind, or damaged
   */
  public static DetectorModel read(Path file, Backend backend) throws IOException {
    return of(file.toString(), ModelFile.read(file), backend);
  }

  /**
   * A detector of a model file's content.
   *
   * @param source file name, for messages
   * @throws FormatException where it is of another kind or damaged
   */
  public static DetectorModel of(String source, ModelFile file, Backend backend) {
    ModelMetadata metadata = file.metadata();
    MaskRcnnConfig config = config(source, metadata);
    Tiling tiling = tiling(source, metadata);
    MaskRcnn network =
        StoredWeights.of(source, file)
            .build(ParameterSpace.toBeLoaded(backend), space -> new MaskRcnn(space, config));
    try {
      network.load(source, file.weights());
    } catch (FormatException e) {
      network.close();
      throw e;
    }
    return new DetectorModel(network, metadata.input().stretch(), tiling, metadata.provenance());
  }

  /**
   * The settings of a model file's network.
   *
   * @param source file name, for messages
   * @throws FormatException where the file holds no detector or its settings are damaged
   */
  public static MaskRcnnConfig config(String source, ModelMetadata metadata) {
    if (!isDetector(metadata)) {
      throw new FormatException(
          source
              + ": holds a "
              + metadata.architecture()
              + ", expected a detector (maskrcnn_..._fpn); name another model");
    }
    MaskRcnnConfig defaults = MaskRcnnConfig.torchvision("resnet18", metadata.classes());
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(source, text(source, metadata, SETTINGS), defaults);
    if (!config.classes().equals(metadata.classes())) {
      throw new FormatException(
          source
              + ": its metadata names the classes "
              + metadata.classes()
              + " and "
              + config.classes()
              + "; the file is damaged, take another model");
    }
    return config;
  }

  /**
   * A model file's content with other settings of the network, of those that do not decide what
   * weights it has: proposals, thresholds, sizes of pictures.
   *
   * @param source file name, for messages
   * @throws FormatException where the file holds no detector or its settings are damaged
   */
  public static ModelFile withSettings(
      String source, ModelFile file, UnaryOperator<MaskRcnnConfig> change) {
    ModelMetadata metadata = file.metadata();
    MaskRcnnConfig config = change.apply(config(source, metadata));
    Map<String, String> texts = new HashMap<>(metadata.config());
    texts.put(SETTINGS, MaskRcnnConfigJson.write(config));
    return new ModelFile(
        new ModelMetadata(
            metadata.architecture(),
            metadata.classes(),
            metadata.input(),
            metadata.provenance(),
            texts),
        file.weights());
  }

  private static Tiling tiling(String source, ModelMetadata metadata) {
    try {
      return new Tiling(
          Integer.parseInt(text(source, metadata, TILE_SIZE)),
          Integer.parseInt(text(source, metadata, TILE_OVERLAP)));
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          source
              + ": its metadata has no usable "
              + TILE_SIZE
              + " and "
              + TILE_OVERLAP
              + " ("
              + e.getMessage()
              + "); take another model",
          e);
    }
  }

  private static String text(String source, ModelMetadata metadata, String key) {
    String text = metadata.config().get(key);
    if (text == null) {
      throw new FormatException(
          source + ": its metadata lacks config '" + key + "'; take another model");
    }
    return text;
  }

  /** Writes a model file, whole or not at all. */
  public void write(Path file, ModelFile.Precision precision) throws IOException {
    MaskRcnnConfig config = network.config();
    TransformConfig transform = config.transform();
    InputFormat input =
        new InputFormat(
            transform.channels(),
            transform.minSize(),
            transform.minSize(),
            stretch,
            transform.imageMean(),
            transform.imageStd());
    ModelMetadata metadata =
        new ModelMetadata(
            DetectorName.of(config.backbone().body()),
            config.classes(),
            input,
            provenance,
            FactorisedNetworks.config(
                network,
                Map.of(
                    SETTINGS, MaskRcnnConfigJson.write(config),
                    TILE_SIZE, Integer.toString(tiling.size()),
                    TILE_OVERLAP, Integer.toString(tiling.overlap()))));
    new ModelFile(metadata, StateDict.read(network)).write(file, precision);
  }

  /** A detector on this network; the model must stay open as long. */
  public Detector detector() {
    return detector(false, TeamSize.SIZES);
  }

  /**
   * A detector that looks at every object in all eight orientations before it says class and score:
   * surer, and some eight times as slow.
   */
  public Detector turningDetector() {
    return detector(true, TeamSize.SIZES);
  }

  private Detector detector(boolean turning, int sizes) {
    Optional<ObjectReader> reader =
        turning ? Optional.of(new ObjectReader(network, Orientation.all())) : Optional.empty();
    return new Detector(network, tiling, reader, sizes);
  }

  /**
   * Detectors that share this network and the tiles of all pictures given; the model must stay open
   * as long. For a backend that lets several threads compute at a time, each for itself: the cpu
   * with one thread.
   *
   * @param size how many, and what they keep
   * @param turning whether they look at objects in all orientations
   */
  public DetectorTeam team(TeamSize size, boolean turning) {
    return new DetectorTeam(
        size.detectors(),
        tiling,
        network.config().classes(),
        () -> detector(turning, size.sizes()));
  }

  @Override
  public void close() {
    network.close();
  }
}
