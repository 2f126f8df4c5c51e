package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Central objects of real stamps, all together and survey by survey, and scenes composed of them.
 *
 * @param models the models, the reference first
 * @param stamps the stamps
 * @param scenes number of scenes; none where that is 0
 */
record StampSection(List<StudyModel> models, RealStamps stamps, int scenes) {
  static final String NAME = "stamps";

  /** The group of all stamps. */
  static final String ALL = "stamps";

  /** What names of groups of one survey begin with. */
  static final String SURVEY = "survey ";

  Optional<FigureGroups> measure(StudyFolder folder, Workbench bench)
      throws IOException, InterruptedException {
    String key = StudyKey.of(NAME, StudyKey.of(models), stamps.key(), scenes);
    return folder.section(NAME, key, FigureGroups.class, () -> figures(bench));
  }

  private FigureGroups figures(Workbench bench) throws IOException {
    Findings found = bench.findings(models, stamps.centres());
    CentralFigures central = new CentralFigures(stamps, found);
    List<FigureGroup> groups = new ArrayList<>();
    groups.add(central.group(ALL, models, IntStream.range(0, found.pictures()).toArray()));
    if (scenes > 0) {
      PictureSource source = stamps.scenes(scenes, SimulatedSets.SIDE);
      List<Findings> composed = List.of(bench.findings(models, source));
      groups.add(PrecisionFigures.group(source.name(), models, composed));
    }
    for (String survey : stamps.surveys()) {
      groups.add(central.group(SURVEY + survey, models, stamps.of(survey)));
    }
    return new FigureGroups(groups);
  }
}
