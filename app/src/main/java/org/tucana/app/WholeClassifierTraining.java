package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.augment.Augmentation;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.classify.StampPictures;
import org.tucana.astro.data.StampSet;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.classifier.ClassWeights;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.classifier.ClassifierTask;
import org.tucana.nn.classifier.LabelledPicture;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.resnet.ImageNetBody;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.train.TrainRecipe;

/**
 * Trains a residual network, its last layer included, on the galaxies of stamps of known class, by
 * stochastic gradient descent with the published augmentation and all classes counting the same.
 */
final class WholeClassifierTraining {
  private final TrainOptions options;
  private final LabelledStamps data;
  private final NewClassifierOptions network;

  WholeClassifierTraining(TrainOptions options, LabelledStamps data, NewClassifierOptions network) {
    this.options = options;
    this.data = data;
    this.network = network;
  }

  /**
   * A classifier before its training.
   *
   * @param classifier with the weights to start from
   * @param groups which of its parameters are trained
   * @param earlier of the model that is trained on; empty for a new one
   */
  private record Start(
      Classifier classifier, List<ParameterGroup> groups, Optional<Provenance> earlier) {
    static Start ofAll(Classifier classifier, Optional<Provenance> earlier) {
      return new Start(classifier, List.of(ParameterGroup.others()), earlier);
    }
  }

  /** Trains, answers the held-out stamps and writes the model, or stops where the time is up. */
  void run(StampSet stamps, BackendMixin backend) throws IOException {
    data.checkUnfolded();
    int[] known = LabelledStamps.rows(stamps);
    int[] teaching = rows(stamps, known, true);
    int[] held = rows(stamps, known, false);
    if (teaching.length == 0) {
      throw new FormatException(
          "train classifier: all stamps of known class are of split val; add some that may teach");
    }
    try (Backend opened = backend.open()) {
      Start start = start(ParameterSpace.random(opened, options.seed()));
      try (Classifier classifier = start.classifier()) {
        int side = classifier.input().height();
        List<LabelledPicture> training = StampPictures.of(stamps, teaching, side);
        List<Float> weights = weights(training);
        Console.say("class weights " + weights);
        String words = describe(stamps, teaching.length, side);
        ClassifierTask task =
            new ClassifierTask(
                classifier,
                training,
                StampPictures.of(stamps, held, side),
                Augmentation.PUBLISHED::apply,
                new ClassifierTask.Settings(options.batch(), weights, options.seed(), words));
        if (options.run(task, recipe(start.groups()))) {
          measure(opened, task, held.length);
          classifier.write(
              options.out(),
              options.precision(),
              start
                  .earlier()
                  .map(before -> options.provenance(before, words))
                  .orElseGet(() -> options.provenance(words)));
          Console.say("wrote " + options.out());
        }
      }
    }
  }

  private static int[] rows(StampSet stamps, int[] known, boolean mayTeach) {
    return Arrays.stream(known)
        .filter(row -> TrainingScenes.mayTeach(stamps.row(row)) == mayTeach)
        .toArray();
  }

  private static List<Float> weights(List<LabelledPicture> training) {
    int[] labels = training.stream().mapToInt(LabelledPicture::label).toArray();
    return ClassWeights.balanced(labels, GalaxyClass.values().length);
  }

  private TrainRecipe recipe(List<ParameterGroup> groups) {
    return new TrainRecipe(
        options.steps(),
        new UpdateRule.Sgd(options.rate(), 0.9, 1e-4, false),
        groups,
        options.schedule(),
        TrainOptions.clip());
  }

  private void measure(Backend opened, ClassifierTask task, int held) {
    if (held == 0) {
      Console.say("no stamp of known class is of split val: nothing is measured");
      return;
    }
    try (EagerSession session = new EagerSession(opened)) {
      data.print(
          ClassificationOutput.of(task.validated(session), OptionalInt.empty(), options.seed()));
    }
  }

  private String describe(StampSet stamps, int teaching, int side) {
    return teaching
        + " stamps of "
        + data.words(stamps)
        + ", "
        + side
        + " pixels, published augmentation"
        + options.init().map(init -> ", from " + init).orElse("");
  }

  private Start start(ParameterSpace space) throws IOException {
    if (options.init().isEmpty()) {
      return Start.ofAll(
          create(space, network.architecture(), BatchNormSpec.trained()), Optional.empty());
    }
    Path init = options.init().get();
    TensorFile stored = StoredTensors.read(init);
    return ModelFile.isModel(stored)
        ? goOn(init, ModelFile.of(init.toString(), stored), space)
        : onWeights(init, stored, space);
  }

  private Classifier create(ParameterSpace space, String architecture, BatchNormSpec norm) {
    return Classifier.create(
        space, architecture, GalaxyClass.titles(), StampPictures.format(network.side()), norm);
  }

  /** The body of public weights; stem and first stage, which know edges and blobs, stay. */
  private Start onWeights(Path init, TensorFile stored, ParameterSpace space) {
    Classifier made = create(space, network.architecture(stored), BatchNormSpec.frozen());
    try {
      if (!(made.network() instanceof ResNet resNet)) {
        throw new FormatException(
            init
                + ": public weights give the body of a resnet18 or the like, got --arch "
                + made.architecture()
                + "; leave --init or --arch out");
      }
      List<String> missing = ImageNetBody.load(resNet.body(), init.toString(), stored.tensors());
      Console.say("body from " + init + "; drawn at random: fc and " + missing);
      return new Start(
          made,
          List.of(
              ParameterGroup.frozen("conv1\\..*"),
              ParameterGroup.frozen("layer1\\..*"),
              ParameterGroup.others()),
          Optional.empty());
    } catch (FormatException e) {
      made.close();
      throw e;
    }
  }

  private Start goOn(Path init, ModelFile model, ParameterSpace space) {
    network.refuseBeside(init);
    InputFormat input = model.metadata().input();
    if (StampClassifier.isClassifier(model.metadata())
        || !input.equals(StampPictures.format(input.height()))) {
      throw new FormatException(
          init
              + ": holds a "
              + model.metadata().architecture()
              + " for pictures "
              + input
              + ", expected a residual network for "
              + StampPictures.format(input.height())
              + "; use a model written by tucana train classifier --whole");
    }
    Classifier classifier = Classifier.goingOn(init.toString(), model, GalaxyClass.titles(), space);
    return Start.ofAll(classifier, Optional.of(model.metadata().provenance()));
  }
}
