package org.tucana.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.io.WholeFile;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.FormatException;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.optimizer.GradientNorm;
import org.tucana.nn.optimizer.GroupedOptimizer;
import org.tucana.nn.report.Fonts;

/**
 * The training loop. A run that is stopped and resumed ends with the bytes of one that is not: the
 * schedule and all random numbers depend on the step, and checkpoints hold the whole state.
 */
public final class Trainer {
  private final TrainTask task;
  private final TrainRecipe recipe;
  private final TrainFiles files;
  private final TrainPace pace;

  /**
   * @throws FormatException where the network rounds the inputs of its layers: no gradient passes
   */
  public Trainer(TrainTask task, TrainRecipe recipe, TrainFiles files, TrainPace pace) {
    if (!FactorisedNetworks.forms(task.network()).inputLevels().isEmpty()) {
      throw new FormatException(
          "train: the network's layers are rounded to int8, through which nothing is learned; train"
              + " the model that it was made from and round it afterwards");
    }
    this.task = task;
    this.recipe = recipe;
    this.files = files;
    this.pace = pace;
  }

  /**
   * How a run ended.
   *
   * @param steps all steps so far, those of earlier runs included where a log holds them
   * @param finished false where the time was up before the last step
   * @param unplotted why the plot that was asked for is left out, and what to do
   */
  public record Outcome(List<TrainStep> steps, boolean finished, Optional<String> unplotted) {
    public Outcome {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Trains to the recipe's last step or until the time is up, and leaves checkpoint, log and plot.
   *
   * @param resume a checkpoint to go on from
   * @throws TrainingException where a loss is not finite
   * @throws IOException where a file cannot be read or written
   * @throws FormatException where the checkpoint is of another run
   */
  public Outcome run(Optional<Path> resume, Progress progress) throws IOException {
    return run(resume, progress, () -> false);
  }

  /**
   * The same, until somebody asks to stop.
   *
   * @param stop is asked before each step, from the calling thread
   */
  public Outcome run(Optional<Path> resume, Progress progress, BooleanSupplier stop)
      throws IOException {
    try (EagerSession session = new EagerSession(task.network().backend());
        PhasedOptimizer optimizer = new PhasedOptimizer(recipe, task.network())) {
      long first =
          resume.isPresent() ? Checkpoint.resume(resume.get(), task, recipe, optimizer) : 0;
      try (TrainLog log = new TrainLog(files.log(), first)) {
        long done = train(session, optimizer, log, first, progress, stop);
        save(optimizer, done);
        // Pictures are drawn by what starts on first use, and a process that ends starts nothing.
        Optional<String> unplotted = Optional.empty();
        if (files.plot().isPresent() && !log.steps().isEmpty() && !stop.getAsBoolean()) {
          unplotted = Fonts.lack();
          if (unplotted.isEmpty()) {
            byte[] plot = LossPlot.png(log.steps());
            WholeFile.write(files.plot().get(), stream -> stream.write(plot));
          }
        }
        return new Outcome(log.steps(), done == recipe.steps(), unplotted);
      }
    }
  }

  private long train(
      EagerSession session,
      PhasedOptimizer optimizer,
      TrainLog log,
      long first,
      Progress progress,
      BooleanSupplier stop)
      throws IOException {
    long start = System.nanoTime();
    try (StepsAhead steps = new StepsAhead(task, first, recipe.steps())) {
      for (long step = first; step < recipe.steps(); step++) {
        if (stop.getAsBoolean() || isTimeUp(start)) {
          return step;
        }
        TrainStep trained = trainStep(session, optimizer.at(step), steps, step);
        long done = step + 1;
        if (isDue(done, pace.evaluateEvery()) || evaluatesLast(done)) {
          try (Scope _ = session.scope()) {
            trained = trained.withFigures(task.evaluate(session, done));
          }
        }
        log.add(trained);
        progress.at(done, "loss %.4f".formatted(trained.total()));
        if (isDue(done, pace.checkpointEvery()) && done < recipe.steps()) {
          save(optimizer, done);
        }
      }
      return recipe.steps();
    }
  }

  private void save(PhasedOptimizer optimizer, long done) throws IOException {
    if (files.checkpoint().isPresent()) {
      Checkpoint.write(files.checkpoint().get(), task, recipe, optimizer, done);
    }
  }

  private boolean isTimeUp(long start) {
    return pace.timeLimit()
        .map(limit -> Duration.ofNanos(System.nanoTime() - start).compareTo(limit) >= 0)
        .orElse(false);
  }

  private boolean evaluatesLast(long done) {
    return pace.evaluateEvery() > 0 && done == recipe.steps();
  }

  private static boolean isDue(long done, long interval) {
    return interval > 0 && done % interval == 0;
  }

  private TrainStep trainStep(
      EagerSession session, GroupedOptimizer optimizer, StepsAhead steps, long step) {
    long start = System.nanoTime();
    try (PreparedStep prepared = steps.next();
        Scope _ = session.scope();
        Tape tape = session.tape(optimizer.parameters())) {
      SequencedMap<String, Tensor> losses = prepared.losses(session);
      Tensor total = losses.values().stream().reduce(Arithmetic::add).orElseThrow();
      Gradients gradients = tape.backward(total);
      // Read only now: reading waits for the device, and all of this is queued meanwhile.
      SequencedMap<String, Double> values = finite(losses, step);
      OptionalDouble norm = OptionalDouble.empty();
      double clip = 1;
      if (recipe.clipNorm().isPresent()) {
        norm = OptionalDouble.of(finiteNorm(GradientNorm.of(session, gradients), step));
        clip = GradientNorm.clipFactor(norm.getAsDouble(), recipe.clipNorm().getAsDouble());
      }
      double factor = recipe.schedule().factor(step);
      optimizer.step(session, gradients, factor, clip);
      return new TrainStep(
          step + 1,
          values,
          values.values().stream().mapToDouble(v -> v).sum(),
          recipe.rule().rate() * factor,
          norm,
          (System.nanoTime() - start) * 1e-9,
          new LinkedHashMap<>());
    }
  }

  private static SequencedMap<String, Double> finite(
      SequencedMap<String, Tensor> losses, long step) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    losses.forEach((name, loss) -> values.put(name, loss.item()));
    values.forEach((name, value) -> refuseUnlessFinite("the loss " + name, value, step));
    return values;
  }

  private static double finiteNorm(double norm, long step) {
    refuseUnlessFinite("the gradient's norm", norm, step);
    return norm;
  }

  private static void refuseUnlessFinite(String what, double value, long step) {
    if (!Double.isFinite(value)) {
      throw new TrainingException(
          "training: "
              + what
              + " is "
              + value
              + " at step "
              + (step + 1)
              + "; look for empty or not-a-number pictures, lower the rate, clip gradients or warm"
              + " up");
    }
  }
}
