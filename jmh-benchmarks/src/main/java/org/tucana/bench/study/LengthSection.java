package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Average precision on simulated pictures after trainings of several lengths.
 *
 * @param trained what was trained
 * @param sets the pictures
 */
record LengthSection(List<TrainedModel> trained, SimulatedSets sets) {
  static final String NAME = "lengths";

  Optional<LengthRow.Table> measure(StudyFolder folder, Workbench bench)
      throws IOException, InterruptedException {
    List<StudyModel> models = trained.stream().map(TrainedModel::model).toList();
    String key =
        StudyKey.of(
            NAME,
            StudyKey.of(models),
            trained.stream().map(TrainedModel::seconds).toList(),
            sets,
            SimulatedSets.SEED);
    return folder.section(NAME, key, LengthRow.Table.class, () -> rows(models, bench));
  }

  private LengthRow.Table rows(List<StudyModel> models, Workbench bench) throws IOException {
    List<Findings> found = new ArrayList<>();
    for (PictureSource source : sets.sources()) {
      found.add(bench.findings(models, source));
    }
    List<ModelFigures> figures =
        PrecisionFigures.group(AccuracySection.ALL, models, found).models();
    List<LengthRow> rows = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      TrainedModel one = trained.get(i);
      rows.add(
          new LengthRow(
              one.length(),
              one.kind(),
              one.seconds().orElse(Double.NaN),
              figures.get(i).figures()));
    }
    return new LengthRow.Table(rows);
  }
}
