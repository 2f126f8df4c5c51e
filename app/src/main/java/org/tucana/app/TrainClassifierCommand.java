package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.astro.classify.HeadTraining;
import org.tucana.astro.classify.Parted;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.data.StampSet;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.classifier.ClassWeights;
import org.tucana.nn.classifier.FeatureRows;
import org.tucana.nn.classifier.HeadTask;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ImageNetBody;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a classifier of stamps on features of a body that knows ImageNet. */
@Command(
    name = "classifier",
    description =
        "Trains a classifier of stamps: a linear head on features of a trained body, or with --whole"
            + " a residual network.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --folds it first measures the same training by cross-validation.",
      "With a classifier as --init, compressed or not, its body stays and the head is new; so it",
      "is with ImageNet weights of a ResNet, whose fc is left out.",
      "With --whole a residual network is trained, of ImageNet weights all but stem and first stage,"
          + " of a classifier written by --whole everything: so is a compressed one tuned. Its batch"
          + " normalisation stays as it is. Without --init all is drawn, and normalisation learns.",
      "Example: tucana train classifier --data stamps --init resnet18.safetensors --folds 5"
          + " --out classifier.safetensors"
    })
final class TrainClassifierCommand implements Callable<Integer> {
  /** Elliptical, spiral, barred spiral, merger, as the published study weighted them. */
  private static final List<Double> PUBLISHED_WEIGHTS = List.of(0.63, 0.63, 0.63, 0.86);

  @Option(
      names = "--whole",
      description =
          "Train all of a residual network, its last layer included; rows of split 'val' stay out"
              + " and are answered at the end.")
  private boolean whole;

  @Mixin private NewClassifierOptions network;
  @Mixin private LabelledStamps data;
  @Mixin private TrainOptions options;
  @Mixin private BackendMixin backend;

  TrainClassifierCommand() {}

  @Override
  public Integer call() throws IOException {
    options.check();
    network.check();
    StampSet stamps = data.open();
    if (whole) {
      new WholeClassifierTraining(options, data, network).run(stamps, backend);
      return 0;
    }
    int[] rows = LabelledStamps.rows(stamps);
    Path init =
        options
            .init()
            .orElseThrow(() ->
                new FormatException(
                    "train classifier: the body is not trained here, so it needs weights; name"
                        + " them with --init"));
    TensorFile stored = StoredTensors.read(init);
    try (Backend opened = backend.open();
        StampClassifier classifier =
            start(init, stored, ParameterSpace.random(opened, options.seed()))) {
      if (!ModelFile.isModel(stored)) {
        loadBody(classifier, init, stored);
      }
      FeatureRows features = features(opened, classifier, stamps, rows);
      List<Float> weights = ClassWeights.balanced(features.labels(), features.classes());
      Console.say(
          "class weights " + weights + " (the published study had " + PUBLISHED_WEIGHTS + ")");
      HeadTraining training =
          new HeadTraining(
              HeadTraining.recipe(options.steps(), options.rate(), options.schedule()),
              new HeadTask.Settings(
                  options.batch(), options.seed(), describe(stamps, rows.length, classifier)));
      Optional<Folding> folding = data.folding(options.seed());
      if (folding.isPresent()) {
        Parted cases = new Parted(features, folding.get().parts(stamps, rows));
        try (Progress progress = Console.progress("cross-validation", folding.get().folds())) {
          data.print(
              folding
                  .get()
                  .output(
                      training.crossValidate(
                          opened, cases, cases, classifier.classes(), progress)));
        }
      }
      HeadTask task = new HeadTask(classifier.network().head(), features, training.settings());
      if (options.run(task, training.recipe())) {
        task.finish();
        classifier.write(
            options.out(),
            options.precision(),
            options.provenance(describe(stamps, rows.length, classifier)));
        Console.say("wrote " + options.out());
      }
    }
    return 0;
  }

  /** A classifier with a drawn head; its body is that of {@code init} where that is a model. */
  private StampClassifier start(Path init, TensorFile stored, ParameterSpace space) {
    if (!ModelFile.isModel(stored)) {
      return StampClassifier.create(space, network.architecture(stored), network.side());
    }
    network.refuseBeside(init);
    return StampClassifier.onBodyOf(init.toString(), ModelFile.of(init.toString(), stored), space);
  }

  /** The whole body must be there: what is missing would stay random. */
  private static void loadBody(StampClassifier classifier, Path init, TensorFile stored) {
    List<String> missing =
        ImageNetBody.load(classifier.network().body(), init.toString(), stored.tensors());
    if (!missing.isEmpty()) {
      throw new FormatException(
          init + ": lacks " + missing + "; use weights of the same architecture");
    }
  }

  private FeatureRows features(
      Backend opened, StampClassifier classifier, StampSet stamps, int[] rows) {
    List<float[]> features = new ArrayList<>(rows.length);
    int[] labels = new int[rows.length];
    try (EagerSession session = new EagerSession(opened);
        Progress progress = Console.progress("features", rows.length)) {
      for (int i = 0; i < rows.length; i++) {
        features.add(classifier.features(session, stamps.picture(rows[i])));
        labels[i] = stamps.row(rows[i]).label().orElseThrow() - 1;
        progress.at(i + 1, stamps.row(rows[i]).file());
      }
    }
    return new FeatureRows(features, labels, classifier.classes().size());
  }

  private String describe(StampSet stamps, int rows, StampClassifier classifier) {
    return rows
        + " stamps of "
        + data.words(stamps)
        + ", "
        + classifier.side()
        + " pixels, "
        + classifier.residualNetwork()
        + " with weights of "
        + options.init().orElseThrow();
  }
}
