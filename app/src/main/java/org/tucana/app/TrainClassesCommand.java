package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.DetectorClasses;
import org.tucana.astro.classify.HeadTraining;
import org.tucana.astro.classify.Parted;
import org.tucana.astro.data.StampSet;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.classifier.FeatureRows;
import org.tucana.nn.classifier.HeadTask;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teaches a trained detector the classes of labelled stamps. */
@Command(
    name = "classes",
    description =
        "Teaches a detector the classes of labelled stamps; which objects it finds stays.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --folds it first measures the same training by cross-validation over all labelled"
          + " stamps: the class of a stamp is that of the detection at its centre, and a galaxy"
          + " that is not found counts as wrong. The figure is honest where the detector itself was"
          + " trained with --forget-classes. The model learns from the rows that are not of split"
          + " val. It writes no checkpoint:"
          + " --resume and --minutes are refused.",
      "Example: tucana train classes --data stamps --init detector.safetensors --folds 5"
          + " --out model.safetensors"
    })
final class TrainClassesCommand implements Callable<Integer> {
  @Option(
      names = "--upright",
      description = "Answer in the cross-validation from the upright view alone, as detect does.")
  private boolean upright;

  @Mixin private LabelledStamps data;
  @Mixin private TrainOptions options;
  @Mixin private BackendMixin backend;

  TrainClassesCommand() {}

  @Override
  public Integer call() throws IOException {
    options.check();
    options.checkUninterrupted("train classes");
    StampSet stamps = data.open();
    int[] rows = LabelledStamps.rows(stamps);
    Path init =
        options
            .init()
            .orElseThrow(() ->
                new FormatException(
                    "train classes: there is no detector to teach; name one with --init"));
    try (Backend opened = backend.open();
        DetectorModel model = DetectorModel.read(init, opened);
        DetectorClasses classes = new DetectorClasses(init.toString(), model.network())) {
      if (!model.network().config().classes().equals(GalaxyClass.titles())) {
        throw new FormatException(
            init
                + ": its classes are "
                + model.network().config().classes()
                + ", expected "
                + GalaxyClass.titles()
                + "; use a detector written by tucana train detector");
      }
      Found found = find(classes, stamps, rows);
      HeadTraining training =
          new HeadTraining(
              HeadTraining.recipeOfViews(options.steps(), options.rate(), options.schedule()),
              new HeadTask.Settings(
                  options.batch(),
                  options.seed(),
                  found.rows.length + " stamps of " + data.words(stamps)));
      Optional<Folding> folding = data.folding(options.seed());
      if (folding.isPresent()) {
        data.print(
            folding
                .get()
                .output(crossValidate(opened, training, folding.get(), found, stamps, rows)));
      }
      int[] taught = found.where(i -> TrainingScenes.mayTeach(stamps.row(found.rows[i])));
      try (LinearLayer layer = training.train(opened, found.views(taught));
          DetectorModel wiser =
              new DetectorModel(
                  classes.taught(layer),
                  model.stretch(),
                  model.tiling(),
                  options.provenance(
                      model.provenance(),
                      "classes of "
                          + taught.length
                          + " stamps"
                          + stamps.survey().map(name -> " of survey " + name).orElse("")))) {
        wiser.write(options.out(), options.precision());
      }
      Console.say("wrote " + options.out());
    }
    return 0;
  }

  /**
   * The labelled stamps whose galaxy the detector finds.
   *
   * @param rows of the stamp set, rising
   * @param labels class of each, from 0 on
   * @param features of each in all orientations, the upright one first
   */
  private record Found(int[] rows, int[] labels, List<float[][]> features) {
    int[] where(IntPredicate wanted) {
      return IntStream.range(0, rows.length).filter(wanted).toArray();
    }

    /** Every view of some of the stamps as a case of its own. */
    FeatureRows views(int[] some) {
      List<float[]> all = new ArrayList<>();
      List<Integer> truth = new ArrayList<>();
      for (int i : some) {
        for (float[] view : features.get(i)) {
          all.add(view);
          truth.add(labels[i]);
        }
      }
      return new FeatureRows(
          all, truth.stream().mapToInt(Integer::intValue).toArray(), GalaxyClass.values().length);
    }

    /** One case a stamp: its upright view, or the mean of all. */
    FeatureRows stamps(boolean upright) {
      return new FeatureRows(
          features.stream().map(views -> upright ? views[0] : mean(views)).toList(),
          labels,
          GalaxyClass.values().length);
    }

    private static float[] mean(float[][] views) {
      float[] mean = new float[views[0].length];
      for (int f = 0; f < mean.length; f++) {
        double sum = 0;
        for (float[] view : views) {
          sum += view[f];
        }
        mean[f] = (float) (sum / views.length);
      }
      return mean;
    }
  }

  private static Found find(DetectorClasses classes, StampSet stamps, int[] labelled) {
    List<Integer> rows = new ArrayList<>();
    List<float[][]> features = new ArrayList<>();
    try (Progress progress = Console.progress("features", labelled.length)) {
      for (int i = 0; i < labelled.length; i++) {
        Optional<float[][]> views = classes.features(stamps, labelled[i], Orientation.all());
        if (views.isPresent()) {
          rows.add(labelled[i]);
          features.add(views.get());
        }
        progress.at(i + 1L, features.size() + " found");
      }
    }
    if (rows.isEmpty()) {
      throw new FormatException(
          "train classes: the detector finds no galaxy at the centre of any stamp; train it first");
    }
    int[] found = rows.stream().mapToInt(Integer::intValue).toArray();
    return new Found(found, labels(stamps, found), features);
  }

  private static int[] labels(StampSet stamps, int[] rows) {
    return Arrays.stream(rows).map(row -> stamps.row(row).label().orElseThrow() - 1).toArray();
  }

  private Answers crossValidate(
      Backend opened,
      HeadTraining training,
      Folding folding,
      Found found,
      StampSet stamps,
      int[] labelled)
      throws IOException {
    int[] all = folding.parts(stamps, labelled);
    int[] parts =
        Arrays.stream(found.rows).map(row -> all[Arrays.binarySearch(labelled, row)]).toArray();
    int[] everyView =
        Arrays.stream(parts)
            .flatMap(part -> IntStream.generate(() -> part).limit(Orientation.all().size()))
            .toArray();
    Answers answers;
    try (Progress progress = Console.progress("cross-validation", folding.folds())) {
      answers =
          training.crossValidate(
              opened,
              new Parted(found.views(found.where(_ -> true)), everyView),
              new Parted(found.stamps(upright), parts),
              GalaxyClass.titles(),
              progress);
    }
    return withLost(answers, found, labels(stamps, labelled), labelled);
  }

  /** Galaxies that were not found have no answer. */
  private static Answers withLost(Answers answers, Found found, int[] truth, int[] labelled) {
    int[] predicted = new int[labelled.length];
    Arrays.fill(predicted, Answers.NONE);
    for (int i = 0; i < found.rows.length; i++) {
      predicted[Arrays.binarySearch(labelled, found.rows[i])] = answers.predicted()[i];
    }
    return new Answers(answers.classes(), truth, predicted);
  }
}
