package org.tucana.astro.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.data.ObjectCrop;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.FormatException;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.classifier.Normalization;
import org.tucana.nn.classifier.PooledResNet;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * Says which class of galaxy a stamp shows: cuts the central object out, looks at it mirrored and
 * turned in the eight ways that a sky cannot tell apart, and classifies the mean of the features.
 */
public final class StampClassifier implements AutoCloseable {
  private static final String PREFIX = "pooled_";
  private static final String MARGIN = "margin";
  private static final List<Orientation> ORIENTATIONS = Orientation.all();

  private final String residualNetwork;
  private final List<String> classes;
  private final InputFormat input;
  private final ObjectCrop crop;
  private final PooledResNet network;

  private StampClassifier(
      String residualNetwork, InputFormat input, double margin, PooledResNet network) {
    this.residualNetwork = residualNetwork;
    this.classes = GalaxyClass.titles();
    this.input = input;
    this.crop = new ObjectCrop(input.height(), margin);
    this.network = network;
  }

  private static Function<ParameterSpace, PooledResNet> networkOf(String residualNetwork) {
    ResNetSpec spec =
        ResNetSpec.named(residualNetwork, StampPictures.CHANNELS, BatchNormSpec.frozen());
    return space -> new PooledResNet(space, spec, GalaxyClass.titles().size());
  }

  /**
   * A new classifier of the four classes with drawn weights.
   *
   * @param space where its parameters are made, in the forms they are stored in
   * @param residualNetwork name of the residual network
   * @param side rows and columns that the cut-out galaxy is scaled to
   */
  public static StampClassifier create(ParameterSpace space, String residualNetwork, int side) {
    return new StampClassifier(
        residualNetwork,
        StampPictures.format(side),
        StampPictures.MARGIN,
        FactorisedNetworks.build(space, networkOf(residualNetwork)));
  }

  /** Whether a model file holds a classifier of stamps. */
  public static boolean isClassifier(ModelMetadata metadata) {
    return metadata.architecture().startsWith(PREFIX);
  }

  /**
   * A classifier of a model file's content.
   *
   * @param source file name, for messages
   * @throws FormatException where it is of another kind or damaged
   */
  public static StampClassifier of(String source, ModelFile file, Backend backend) {
    StampClassifier read = ofMetadata(source, file, ParameterSpace.toBeLoaded(backend));
    try {
      StateDict.load(read.network, source, file.weights());
      return read;
    } catch (FormatException e) {
      read.close();
      throw e;
    }
  }

  /**
   * A new classifier on the body of a model file, whose layers may be stored as factors. Its head
   * is drawn.
   *
   * @param source file name, for messages
   * @throws FormatException where the file is of another kind or damaged
   */
  public static StampClassifier onBodyOf(String source, ModelFile file, ParameterSpace space) {
    StampClassifier made = ofMetadata(source, file, space);
    try {
      Set<String> body = made.network.body().state().keySet();
      List<String> missing =
          StateDict.loadMatching(made.network, source, file.weights(), body::contains);
      if (!missing.isEmpty()) {
        throw new FormatException(source + ": lacks " + missing + "; take another model");
      }
      return made;
    } catch (FormatException e) {
      made.close();
      throw e;
    }
  }

  /** Without the file's weights. */
  private static StampClassifier ofMetadata(String source, ModelFile file, ParameterSpace space) {
    ModelMetadata metadata = file.metadata();
    Function<ParameterSpace, PooledResNet> maker = networkOf(source, metadata);
    double margin = margin(source, metadata.config());
    return new StampClassifier(
        residualNetwork(metadata),
        metadata.input(),
        margin,
        StoredWeights.of(source, file).build(space, maker));
  }

  /**
   * Makes networks like that of a model file, without its weights.
   *
   * @param source file name, for messages
   * @throws FormatException where the file is of another kind
   */
  public static Function<ParameterSpace, PooledResNet> networkOf(
      String source, ModelMetadata metadata) {
    InputFormat input = metadata.input();
    if (!isClassifier(metadata)
        || !metadata.classes().equals(GalaxyClass.titles())
        || input.channels() != StampPictures.CHANNELS
        || input.height() != input.width()) {
      throw new FormatException(
          source
              + ": no classifier of stamps but a model of architecture "
              + metadata.architecture()
              + " for "
              + metadata.classes()
              + "; use a file written by tucana train classifier");
    }
    return networkOf(residualNetwork(metadata));
  }

  private static String residualNetwork(ModelMetadata metadata) {
    return metadata.architecture().substring(PREFIX.length());
  }

  private static double margin(String source, Map<String, String> config) {
    String text = config.getOrDefault(MARGIN, "none");
    try {
      double margin = Double.parseDouble(text);
      if (margin > 0 && Double.isFinite(margin)) {
        return margin;
      }
    } catch (NumberFormatException e) {
      throw new FormatException(marginFault(source, text), e);
    }
    throw new FormatException(marginFault(source, text));
  }

  private static String marginFault(String source, String text) {
    return source
        + ": its metadata says margin "
        + text
        + ", expected a positive number; take another model";
  }

  /** Writes a model file. */
  public void write(Path file, ModelFile.Precision precision, Provenance provenance)
      throws IOException {
    ModelMetadata metadata =
        new ModelMetadata(
            PREFIX + residualNetwork,
            classes,
            input,
            provenance,
            FactorisedNetworks.config(network, Map.of(MARGIN, Double.toString(crop.margin()))));
    new ModelFile(metadata, StateDict.read(network)).write(file, precision);
  }

  public PooledResNet network() {
    return network;
  }

  /** A network of the same architecture in another space. */
  public PooledResNet networkIn(ParameterSpace space) {
    return networkOf(residualNetwork).apply(space);
  }

  /** The same classifier on another network of its architecture, which it closes. */
  public StampClassifier with(PooledResNet other) {
    return new StampClassifier(residualNetwork, input, crop.margin(), other);
  }

  public List<String> classes() {
    return classes;
  }

  /** Name of the residual network that the body belongs to. */
  public String residualNetwork() {
    return residualNetwork;
  }

  /** Rows and columns that the cut-out galaxy is scaled to. */
  public int side() {
    return crop.side();
  }

  /**
   * The features of a stamp, means over the eight orientations. They hang on the body alone, not on
   * the head.
   *
   * @param stamp three channels, samples in [0, 1]
   */
  public float[] features(EagerSession session, Picture stamp) {
    try (Scope _ = session.scope()) {
      return meanFeatures(session, stamp).toFloats();
    }
  }

  /** The probability of each class. */
  public float[] probabilities(EagerSession session, Picture stamp) {
    try (Scope _ = session.scope()) {
      Tensor features = meanFeatures(session, stamp).reshape(1, network.featureCount());
      return Activations.softmax(network.head().forward(features), 1).toFloats();
    }
  }

  /** The position of the most probable class. */
  public int classify(EagerSession session, Picture stamp) {
    float[] probabilities = probabilities(session, stamp);
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }

  private Tensor meanFeatures(EagerSession session, Picture stamp) {
    Picture galaxy = crop.apply(stamp, AutomaticMask.of(stamp));
    List<Picture> views = ORIENTATIONS.stream().map(o -> o.apply(galaxy)).toList();
    return Reductions.mean(network.features(Normalization.batch(session, input, views)), 0);
  }

  @Override
  public void close() {
    network.close();
  }
}
