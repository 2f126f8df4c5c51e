package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Average precision on simulated pictures, set by set and over all.
 *
 * @param models the models, the reference first
 * @param sets the pictures
 */
record AccuracySection(List<StudyModel> models, SimulatedSets sets) {
  static final String NAME = "accuracy";

  /** The group of all sets together. */
  static final String ALL = "all";

  Optional<FigureGroups> measure(StudyFolder folder, Workbench bench)
      throws IOException, InterruptedException {
    String key = StudyKey.of(NAME, StudyKey.of(models), sets, SimulatedSets.SEED);
    return folder.section(NAME, key, FigureGroups.class, () -> figures(bench));
  }

  private FigureGroups figures(Workbench bench) throws IOException {
    List<FigureGroup> groups = new ArrayList<>();
    List<Findings> all = new ArrayList<>();
    for (PictureSource source : sets.sources()) {
      Findings findings = bench.findings(models, source);
      all.add(findings);
      groups.add(PrecisionFigures.group(source.name(), models, List.of(findings)));
    }
    groups.add(PrecisionFigures.group(ALL, models, all));
    return new FigureGroups(groups);
  }
}
