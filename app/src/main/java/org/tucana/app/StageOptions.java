package org.tucana.app;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.detection.train.DetectorGroups;
import org.tucana.detection.train.DetectorPart;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.TrainRecipe;
import picocli.CommandLine.Option;

/** The option that divides the training of a detector into stages. */
final class StageOptions {
  @Option(
      names = "--stages",
      split = ",",
      paramLabel = "PART:STEPS:FACTOR",
      description =
          "Train one stage after the other: a part (heads, which are pyramid and heads; 5+, 4+, 3+,"
              + " from that stage of the body on; all), how many steps, and the factor of --rate;"
              + " for example heads:100:1,5+:100:0.1,all:100:0.01. Each begins without momentum."
              + " --steps is their sum.")
  private List<String> stages;

  StageOptions() {}

  /** A stage as the user writes it. */
  private record Stage(DetectorPart part, long steps, double factor) {
    static Stage of(String text) {
      List<String> fields = Arrays.asList(text.split(":", -1));
      if (fields.size() != 3) {
        throw refusal(text, null);
      }
      try {
        DetectorPart part =
            DetectorPart.titled(fields.get(0)).orElseThrow(() -> refusal(text, null));
        long steps = Long.parseLong(fields.get(1));
        double factor = Double.parseDouble(fields.get(2));
        if (steps < 1 || steps > Integer.MAX_VALUE || !(factor > 0) || !Double.isFinite(factor)) {
          throw refusal(text, null);
        }
        return new Stage(part, steps, factor);
      } catch (NumberFormatException e) {
        throw refusal(text, e);
      }
    }

    private static FormatException refusal(String text, Throwable cause) {
      return new FormatException(
          "train detector: a stage is PART:STEPS:FACTOR with a part of "
              + String.join(", ", DetectorPart.titles())
              + " and positive numbers, such as heads:100:1, got '"
              + text
              + "' in --stages",
          cause);
    }
  }

  /**
   * How the detector is trained: in stages where they are given, else all but stem and first stage
   * at once.
   */
  TrainRecipe recipe(TrainOptions options) {
    UpdateRule rule = new UpdateRule.Sgd(options.rate(), 0.9, 1e-4, false);
    if (stages == null) {
      return new TrainRecipe(
          options.steps(),
          rule,
          DetectorGroups.fineTuning().toList(),
          options.schedule(),
          TrainOptions.clip());
    }
    List<Stage> all = stages.stream().map(Stage::of).toList();
    TrainRecipe recipe =
        new TrainRecipe(
            rule,
            all.stream()
                .map(s -> new TrainRecipe.Phase(s.steps(), s.part().groups().toList()))
                .toList(),
            TrainOptions.warmedUp(
                all.stream().mapToLong(Stage::steps).sum(),
                new Schedule.Pieces(
                    all.stream()
                        .map(s -> new Schedule.Pieces.Piece(s.steps(), s.factor()))
                        .toList())),
            TrainOptions.clip());
    options.checkSteps(recipe.steps());
    return recipe;
  }
}
