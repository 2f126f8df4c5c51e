package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tucana.app.Interruption.GentleStop;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WriteException;
import org.tucana.core.type.FormatException;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.TrainTask;
import org.tucana.nn.train.Trainer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every training has in common. */
final class TrainOptions {
  /** Options, each with a value, of how a training is cut into runs. */
  private static final List<String> PAUSING = List.of("--resume", "--minutes");

  @Option(names = "--out", required = true, description = "The model file to write.")
  private Path out;

  @Option(names = "--resume", description = "A checkpoint of the same training to go on from.")
  private Path resume;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      description = "Updates of the weights (default: ${DEFAULT-VALUE}).")
  private long steps;

  @Option(
      names = "--batch",
      defaultValue = "4",
      description = "Pictures a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--rate",
      defaultValue = "0.01",
      description = "Learning rate after warm-up (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides weights, order and scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--minutes",
      description = "Stop after this long; --resume goes on from the checkpoint.")
  private Integer minutes;

  @Option(
      names = "--init",
      description =
          "What to start from: a model of the same kind, or public weights of a ResNet (for a"
              + " detector also of a Mask R-CNN), safetensors or as torch saves them.")
  private Path init;

  @Option(names = "--half", description = "Write weights as float16: half the size.")
  private boolean half;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  TrainOptions() {}

  Path out() {
    return out;
  }

  int batch() {
    return batch;
  }

  double rate() {
    return rate;
  }

  long seed() {
    return seed;
  }

  long steps() {
    return steps;
  }

  Optional<Path> init() {
    return Optional.ofNullable(init);
  }

  ModelFile.Precision precision() {
    return half ? ModelFile.Precision.FLOAT16 : ModelFile.Precision.FLOAT32;
  }

  /** A linear rise over the first twentieth, then half a cosine. */
  Schedule schedule() {
    return warmedUp(steps, new Schedule.Cosine(Math.max(1, steps), 0.01));
  }

  /** A linear rise over the first twentieth of a run, times another schedule. */
  static Schedule warmedUp(long steps, Schedule after) {
    return new Schedule.Warmup(Math.max(1, steps / 20), 0.05, after);
  }

  /** Refuses another number of steps than the stages of a training have together. */
  void checkSteps(long together) {
    if (spec.commandLine().getParseResult().hasMatchedOption("--steps") && steps != together) {
      throw new FormatException(
          "train: --steps is "
              + steps
              + " but the stages have "
              + together
              + " together; leave --steps out");
    }
  }

  /** Refuses wrong settings and places, before long work is for nothing. */
  void check() throws IOException {
    if (steps < 1 || batch < 1 || !(rate > 0) || (minutes != null && minutes < 1)) {
      throw new FormatException(
          "train: --steps, --batch, --rate and --minutes must be positive, got "
              + steps
              + ", "
              + batch
              + ", "
              + rate
              + " and "
              + minutes);
    }
    Path parent = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || parent == null || !Files.isDirectory(parent)) {
      throw new FormatException(
          "train: " + out + " cannot be a file; name one in a folder that exists");
    }
    OutputFile.prepare(out);
    OutputFolder.removeLeftovers(folder());
  }

  /** Refuses what only a training that writes checkpoints can heed. */
  void checkUninterrupted(String command) {
    if (resume != null || minutes != null) {
      throw new FormatException(
          command
              + ": this training is short and writes no checkpoint; leave out --resume and"
              + " --minutes");
    }
  }

  /**
   * Trains, with checkpoint, log and plot in the folder {@code OUT.training}.
   *
   * @return false where the time was up before the last step, or the process was told to end
   */
  boolean run(TrainTask task, TrainRecipe recipe) throws IOException {
    TrainFiles files = TrainFiles.in(folder());
    Path checkpoint = files.checkpoint().orElseThrow();
    String goOn = "go on with --resume " + checkpoint;
    OutputFolders.make(folder());
    TrainPace pace =
        new TrainPace(
            Optional.ofNullable(minutes).map(m -> Duration.ofMinutes(m)),
            Math.max(1, recipe.steps() / 20),
            Math.max(1, recipe.steps() / 4));
    try (GentleStop stop =
            Main.interruption(spec)
                .gently("stopped within a step; the last checkpoint is whole; " + goOn);
        Progress progress = Console.progress("training", recipe.steps())) {
      Trainer.Outcome outcome =
          new Trainer(task, recipe, files, pace)
              .run(Optional.ofNullable(resume), progress, stop::isRequested);
      outcome.unplotted().ifPresent(why -> Console.say("train: no loss plot: " + why));
      boolean done = outcome.finished() && !stop.isRequested();
      if (!done) {
        Console.say(
            "stopped after "
                + outcome.steps().size()
                + " of "
                + recipe.steps()
                + " steps; "
                + goOn);
      }
      return done;
    } catch (WriteException e) {
      throw Files.exists(checkpoint) ? e.then(goOn) : e;
    }
  }

  /** Where checkpoint, log and plot lie. */
  private Path folder() {
    return out.resolveSibling(out.getFileName() + ".training");
  }

  /** Of what is trained now. */
  Provenance provenance(String data) {
    return new Provenance(seed, data, commandLine(), Version.commit());
  }

  /**
   * Of a model that was trained before and is trained on, on more data: what was done before, then
   * what is done now.
   */
  Provenance provenance(Provenance before, String more) {
    return new Provenance(
        seed,
        before.data() + "; " + more,
        before.command() + " && " + commandLine(),
        before.commit() + " && " + Version.commit());
  }

  /** Without what changes when a training is interrupted: that does not change the model. */
  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("tucana"));
    Iterator<String> given = spec.commandLine().getParseResult().originalArgs().iterator();
    while (given.hasNext()) {
      String word = given.next();
      if (PAUSING.contains(word)) {
        given.next();
      } else if (PAUSING.stream().noneMatch(option -> word.startsWith(option + "="))) {
        words.add(word);
      }
    }
    return String.join(" ", words);
  }

  /** Keeps single odd batches from throwing the weights off. */
  static OptionalDouble clip() {
    return OptionalDouble.of(10);
  }
}
