package org.tucana.nn.classifier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResidualClassifier;

/** A residual network with the names of its classes and the format of its pictures. */
public final class Classifier implements AutoCloseable {
  /** Pictures that go through the network together. */
  private static final int BATCH = 16;

  private final String architecture;
  private final List<String> classes;
  private final InputFormat input;
  private final BatchNormSpec norm;
  private final ResidualClassifier network;

  private Classifier(
      String architecture,
      List<String> classes,
      InputFormat input,
      BatchNormSpec norm,
      ResidualClassifier network) {
    this.architecture = architecture;
    this.classes = List.copyOf(classes);
    this.input = input;
    this.norm = norm;
    this.network = network;
  }

  /**
   * A new classifier with drawn weights.
   *
   * @param space where its parameters are made, in the forms they are stored in
   * @param architecture name of the residual network
   * @param norm frozen where a trained body is only refined on few pictures
   */
  public static Classifier create(
      ParameterSpace space,
      String architecture,
      List<String> classes,
      InputFormat input,
      BatchNormSpec norm) {
    return new Classifier(
        architecture,
        classes,
        input,
        norm,
        FactorisedNetworks.build(
            space, ResidualClassifier.named(architecture, input.channels(), classes.size(), norm)));
  }

  /**
   * A classifier from a model file.
   *
   * @throws FormatException where the file is no model or one of another kind
   */
  public static Classifier read(Path file, Backend backend) throws IOException {
    return of(file.toString(), ModelFile.read(file), backend);
  }

  /**
   * A classifier of a model file's content.
   *
   * @param source file name, for messages
   * @throws FormatException where it is of another kind or damaged
   */
  public static Classifier of(String source, ModelFile model, Backend backend) {
    Classifier made =
        like(
            source,
            model,
            model.metadata().classes(),
            ParameterSpace.toBeLoaded(backend),
            BatchNormSpec.trained());
    return made.loaded(() -> StateDict.load(made.network, source, model.weights()));
  }

  /**
   * A classifier that goes on from a model file's, in the forms of its layers: with its body, and
   * with its last layer where that is for the same classes. Batch normalisation stays as it is: the
   * statistics of few pictures would be worse ones.
   *
   * @param source file name, for messages
   * @param space where its parameters are made and a last layer for other classes is drawn
   * @throws FormatException where the file is of another kind or damaged
   */
  public static Classifier goingOn(
      String source, ModelFile model, List<String> classes, ParameterSpace space) {
    Classifier made = like(source, model, classes, space, BatchNormSpec.frozen());
    if (classes.equals(model.metadata().classes())) {
      return made.loaded(() -> StateDict.load(made.network, source, model.weights()));
    }
    Set<String> head = made.network.head().state().keySet();
    return made.loaded(() -> {
      List<String> missing =
          StateDict.loadMatching(
              made.network, source, model.weights(), name -> !head.contains(name));
      if (!missing.isEmpty()) {
        throw new FormatException(source + ": lacks " + missing + "; take another model");
      }
    });
  }

  /** A classifier of a model file's architecture, without its weights. */
  private static Classifier like(
      String source,
      ModelFile model,
      List<String> classes,
      ParameterSpace space,
      BatchNormSpec norm) {
    ModelMetadata metadata = model.metadata();
    return new Classifier(
        metadata.architecture(),
        classes,
        metadata.input(),
        norm,
        StoredWeights.of(source, model)
            .build(
                space,
                ResidualClassifier.named(
                    metadata.architecture(), metadata.input().channels(), classes.size(), norm)));
  }

  /** This classifier after an assignment; closed where that fails. */
  private Classifier loaded(Runnable assignment) {
    try {
      assignment.run();
      return this;
    } catch (FormatException e) {
      close();
      throw e;
    }
  }

  /** Writes a model file. */
  public void write(Path file, ModelFile.Precision precision, Provenance provenance)
      throws IOException {
    ModelMetadata metadata =
        new ModelMetadata(
            architecture, classes, input, provenance, FactorisedNetworks.config(network, Map.of()));
    new ModelFile(metadata, StateDict.read(network)).write(file, precision);
  }

  public ResidualClassifier network() {
    return network;
  }

  /** A network of the same architecture in another space. */
  public ResidualClassifier networkIn(ParameterSpace space) {
    return ResidualClassifier.named(architecture, input.channels(), classes.size(), norm)
        .apply(space);
  }

  /** The same classifier on another network of its architecture, which it closes. */
  public Classifier with(ResidualClassifier other) {
    return new Classifier(architecture, classes, input, norm, other);
  }

  public List<String> classes() {
    return classes;
  }

  public InputFormat input() {
    return input;
  }

  public String architecture() {
    return architecture;
  }

  /** Probabilities of the classes, one row a picture. */
  public List<float[]> probabilities(EagerSession session, List<Picture> pictures) {
    List<float[]> rows = new ArrayList<>(pictures.size());
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<Picture> batch = pictures.subList(from, Math.min(pictures.size(), from + BATCH));
      try (Scope _ = session.scope()) {
        Tensor logits = network.forward(Normalization.batch(session, input, batch), Mode.EVALUATE);
        float[] values = Activations.softmax(logits, 1).toFloats();
        for (int n = 0; n < batch.size(); n++) {
          int start = n * classes.size();
          rows.add(Arrays.copyOfRange(values, start, start + classes.size()));
        }
      }
    }
    return rows;
  }

  @Override
  public void close() {
    network.close();
  }
}
