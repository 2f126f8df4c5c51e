package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.app.Version;
import org.tucana.detection.config.DetectorName;

/**
 * What a study found; sections that were not asked for are empty.
 *
 * @param models the detectors, the reference first
 * @param accuracy on simulated pictures
 * @param stamps on real stamps
 * @param cost of one picture
 * @param times by size and batch
 * @param noise added to pictures
 * @param proposals fewer of them
 * @param classifiers the published networks
 * @param lengths of training
 */
record StudyResult(
    List<StudyModel> models,
    Optional<FigureGroups> accuracy,
    Optional<FigureGroups> stamps,
    Optional<CostRow.Table> cost,
    List<TimeRow.Table> times,
    Optional<NoiseRow.Table> noise,
    Optional<ProposalResult> proposals,
    Optional<ClassifierRow.Table> classifiers,
    Optional<LengthRow.Table> lengths) {
  StudyResult {
    models = List.copyOf(models);
    times = List.copyOf(times);
  }

  /** The same with what was measured by the clock. */
  StudyResult withTimes(
      List<TimeRow.Table> measured,
      Optional<ProposalResult> ofProposals,
      Optional<ClassifierRow.Table> ofClassifiers) {
    return new StudyResult(
        models, accuracy, stamps, cost, measured, noise, ofProposals, ofClassifiers, lengths);
  }

  /** The times at one size and batch. */
  Optional<TimeRow.Table> time(int side, int batch) {
    return times.stream()
        .filter(table -> table.side() == side && table.batch() == batch)
        .findFirst();
  }

  /** All of it by name, for programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("commit", Version.commit());
    map.put("models", models.stream().map(StudyResult::facts).toList());
    accuracy.ifPresent(found -> map.put(AccuracySection.NAME, found.groups()));
    stamps.ifPresent(found -> map.put(StampSection.NAME, found.groups()));
    cost.ifPresent(found -> map.put(CostSection.NAME, found));
    if (!times.isEmpty()) {
      map.put(TimeSection.NAME, times);
    }
    noise.ifPresent(found -> map.put(NoiseSection.NAME, found.rows()));
    proposals.ifPresent(found -> map.put(ProposalSection.NAME, found.toMap()));
    classifiers.ifPresent(found -> map.put(ClassifierSection.NAME, found.rows()));
    lengths.ifPresent(found -> map.put(LengthSection.NAME, found.rows()));
    List<StudyAim> aims = new ArrayList<>(StudyAim.of(this));
    if (!aims.isEmpty()) {
      map.put("aims", aims);
    }
    return map;
  }

  private static Map<String, Object> facts(StudyModel model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", model.name());
    facts.put("file", String.valueOf(model.file().getFileName()));
    facts.put("sha256", model.digest().sha256());
    facts.put("bytes", model.digest().bytes());
    facts.put("architecture", DetectorName.of(model.config().backbone().body()));
    return facts;
  }
}
