package org.tucana.astro.classify;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.nn.classifier.FeatureRows;
import org.tucana.nn.classifier.HeadTask;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.Trainer;

/**
 * How one linear layer from features to classes is trained, of a stamp classifier or of a detector,
 * and cross-validation of that.
 *
 * @param recipe steps, rule and schedule
 * @param settings batch, seed and data
 */
public record HeadTraining(TrainRecipe recipe, HeadTask.Settings settings) {
  /**
   * A penalty of half this on the squared weights of standardised features: with some hundred
   * features more than stamps the classes could be told apart in many ways, and small weights use
   * what many features say.
   */
  private static final double WEIGHT_DECAY = 3e-3;

  /** The same where all eight views of a stamp are cases and features are a few hundred. */
  private static final double WEIGHT_DECAY_OF_VIEWS = 1e-3;

  /** Adam, with the penalty in the gradient, so that the optimum is that of a convex function. */
  public static TrainRecipe recipe(long steps, double rate, Schedule schedule) {
    return recipe(steps, rate, schedule, WEIGHT_DECAY);
  }

  /** A recipe for heads whose cases are views, eight of each stamp. */
  public static TrainRecipe recipeOfViews(long steps, double rate, Schedule schedule) {
    return recipe(steps, rate, schedule, WEIGHT_DECAY_OF_VIEWS);
  }

  private static TrainRecipe recipe(long steps, double rate, Schedule schedule, double decay) {
    return new TrainRecipe(
        steps,
        new UpdateRule.Adam(rate, 0.9, 0.999, 1e-8, decay, false),
        List.of(ParameterGroup.of(".*bias", 1).withoutDecay(), ParameterGroup.others()),
        schedule,
        OptionalDouble.empty());
  }

  /**
   * Answers to every case that is asked by a head that was trained without the part it is in:
   * neither features nor labels of that part have any influence on weights, standardisation or
   * class weights.
   *
   * @param training cases to learn from; may be several views of each that is asked
   * @param asked cases to answer, of the same parts
   * @param classes names of the classes
   */
  public Answers crossValidate(
      Backend backend, Parted training, Parted asked, List<String> classes, Progress progress)
      throws IOException {
    int[] predicted = new int[asked.rows().cases()];
    int count = 1 + Arrays.stream(asked.parts()).max().orElse(-1);
    for (int part = 0; part < count; part++) {
      int held = part;
      FeatureRows others = training.rows().select(positions(training.parts(), p -> p != held));
      try (LinearLayer head = train(backend, others);
          EagerSession session = new EagerSession(backend)) {
        for (int i : positions(asked.parts(), p -> p == held)) {
          predicted[i] = answer(session, head, asked.rows().features().get(i));
        }
      }
      progress.at(part + 1, "");
    }
    return new Answers(classes, asked.rows().labels(), predicted);
  }

  /** A head for features as they are, trained on all cases, without files. */
  public LinearLayer train(Backend backend, FeatureRows cases) throws IOException {
    LinearLayer head =
        new LinearLayer(
            ParameterSpace.random(backend, settings.seed()).child("fc"),
            cases.features().getFirst().length,
            cases.classes());
    HeadTask task = new HeadTask(head, cases, settings);
    new Trainer(task, recipe, TrainFiles.none(), TrainPace.unhurried())
        .run(Optional.empty(), Progress.none());
    task.finish();
    return head;
  }

  private static int answer(EagerSession session, LinearLayer head, float[] features) {
    try (Scope _ = session.scope()) {
      return Answers.likeliest(
          head.forward(session.tensor(features, 1, features.length)).toFloats());
    }
  }

  private static int[] positions(int[] parts, IntPredicate wanted) {
    return IntStream.range(0, parts.length).filter(i -> wanted.test(parts[i])).toArray();
  }
}
