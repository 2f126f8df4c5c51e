package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.app.Console;
import org.tucana.bench.peer.TorchPeers;

/**
 * Measures all sections of a plan that are not yet in its folder.
 *
 * @param plan what is wanted
 * @param folder keeps what was measured
 * @param on where models run and times are taken
 * @param energy what processors take
 */
record CompactStudy(
    StudyPlan plan, StudyFolder folder, TimeSection.Clocked on, EnergyMeter energy) {

  /** A section's way to its result. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  StudyResult run() throws IOException, InterruptedException {
    StudyResult found = found();
    // Last, with the models of the other sections out of the way.
    List<TimeRow.Table> times = section(StudySection.TIME, this::times).orElse(List.of());
    Optional<ClassifierRow.Table> classifiers =
        section(
            StudySection.CLASSIFIERS, () -> new ClassifierSection(plan.pace()).measure(folder, on));
    return found.withTimes(times, classifiers);
  }

  /** All that is no time. */
  private StudyResult found() throws IOException, InterruptedException {
    List<StudyModel> models = plan.models();
    try (Workbench bench = new Workbench(on.backend(), folder)) {
      Optional<FigureGroups> accuracy =
          section(
              StudySection.ACCURACY,
              () -> new AccuracySection(models, plan.sets()).measure(folder, bench));
      Optional<FigureGroups> stamps =
          section(
              StudySection.STAMPS,
              () ->
                  new StampSection(models, plan.stamps().orElseThrow(), plan.scenes())
                      .measure(folder, bench));
      Optional<NoiseRow.Table> noise =
          section(
              StudySection.NOISE,
              () ->
                  new NoiseSection(models, plan.sets(), plan.stamps(), plan.noisy())
                      .measure(folder, bench));
      Optional<LengthRow.Table> lengths =
          section(
              StudySection.LENGTHS,
              () -> new LengthSection(plan.trained(), plan.sets()).measure(folder, bench));
      Optional<CostRow.Table> cost =
          section(StudySection.COST, () -> new CostSection(models).measure(folder, on.backend()));
      return new StudyResult(
          models, accuracy, stamps, cost, List.of(), noise, Optional.empty(), lengths);
    }
  }

  private <T> Optional<T> section(StudySection section, Step<T> step)
      throws IOException, InterruptedException {
    if (!plan.wants(section)) {
      return Optional.empty();
    }
    Console.say("study: " + section.word() + " ...");
    return Optional.of(step.run());
  }

  private List<TimeRow.Table> times() throws IOException, InterruptedException {
    TimeSection section = new TimeSection(plan.models(), plan.stamps(), plan.pace(), energy);
    List<TimeRow.Table> tables = new ArrayList<>();
    try (TorchPeers torch = TorchPeers.onProcessor(on.backend(), on.threads())) {
      Optional<DetectorPeer> peer =
          plan.peers() ? Optional.of(new DetectorPeer(torch, on.backend())) : Optional.empty();
      for (int side : plan.sides()) {
        for (int batch : TimeSection.BATCHES) {
          tables.add(section.measure(folder, on, side, batch, peer));
        }
      }
    }
    return tables;
  }
}
