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

  /** A section's way to its result, which it may keep in a folder. */
  @FunctionalInterface
  private interface Step<T> {
    Optional<T> run(StudyFolder keeper) throws IOException, InterruptedException;
  }

  StudyResult run() throws IOException, InterruptedException {
    StudyResult found = found();
    // Last, with the models of the other sections out of the way.
    List<TimeRow.Table> times = section(StudySection.TIME, this::times).orElse(List.of());
    Optional<ProposalResult> proposals = section(StudySection.PROPOSALS, this::proposals);
    Optional<ClassifierRow.Table> classifiers =
        section(
            StudySection.CLASSIFIERS,
            keeper -> new ClassifierSection(plan.pace()).measure(keeper, on));
    return found.withTimes(times, proposals, classifiers);
  }

  /** All that needs no clock. */
  private StudyResult found() throws IOException, InterruptedException {
    List<StudyModel> models = plan.models();
    try (Workbench bench = new Workbench(on.source(), folder)) {
      AccuracySection accuracy = new AccuracySection(models, plan.sets());
      NoiseSection noise = new NoiseSection(models, plan.sets(), plan.stamps(), plan.noisy());
      LengthSection lengths = new LengthSection(plan.trained(), plan.sets());
      return new StudyResult(
          models,
          section(StudySection.ACCURACY, keeper -> accuracy.measure(keeper, bench)),
          section(
              StudySection.STAMPS,
              keeper ->
                  new StampSection(models, plan.stamps().orElseThrow(), plan.scenes())
                      .measure(keeper, bench)),
          section(
              StudySection.COST, keeper -> new CostSection(models).measure(keeper, on.source())),
          List.of(),
          section(StudySection.NOISE, keeper -> noise.measure(keeper, bench)),
          Optional.empty(),
          Optional.empty(),
          section(StudySection.LENGTHS, keeper -> lengths.measure(keeper, bench)));
    }
  }

  /** What is asked for is measured where it is not stored; of the rest what is stored counts. */
  private <T> Optional<T> section(StudySection section, Step<T> step)
      throws IOException, InterruptedException {
    if (!plan.allows(section)) {
      return Optional.empty();
    }
    if (!plan.sections().contains(section)) {
      return step.run(folder.asItIs());
    }
    Console.say("study: " + section.word() + " ...");
    return step.run(folder);
  }

  private Optional<List<TimeRow.Table>> times(StudyFolder keeper)
      throws IOException, InterruptedException {
    TimeSection section = new TimeSection(plan.models(), plan.stamps(), plan.pace(), energy);
    List<TimeRow.Table> tables = new ArrayList<>();
    try (OnDemand<TorchPeers> torch = new OnDemand<>(on::torch, TorchPeers::close)) {
      Optional<DetectorPeer> peer =
          plan.peers() ? Optional.of(new DetectorPeer(torch, on.source())) : Optional.empty();
      for (int side : plan.sides()) {
        for (int batch : TimeSection.BATCHES) {
          section.measure(keeper, on, side, batch, peer).ifPresent(tables::add);
        }
      }
    }
    return Optional.of(tables);
  }

  /** The figures first, so that their models are out of the way of the clock. */
  private Optional<ProposalResult> proposals(StudyFolder keeper)
      throws IOException, InterruptedException {
    List<StudyModel> models = StudyPlan.judged(plan.models());
    Optional<ProposalRow.Table> figures =
        new ProposalSection(models, plan.changes(), plan.sets(), plan.changed())
            .measure(keeper, on.source());
    Optional<ProposalTime.Table> times =
        new ProposalTimeSection(models, plan.changes(), plan.stamps(), plan.pace(), energy)
            .measure(keeper, on);
    return ProposalResult.of(figures, times);
  }
}
