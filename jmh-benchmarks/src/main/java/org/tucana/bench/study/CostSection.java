package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tucana.core.Backend;
import org.tucana.core.Program;
import org.tucana.detection.cost.DetectorCost;
import org.tucana.detection.cost.DetectorWork;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.Torchstat;

/**
 * Counts what models cost for one picture with as many regions and masks as their settings allow.
 *
 * @param models the models, the reference first
 */
record CostSection(List<StudyModel> models) {
  static final String NAME = "cost";

  /**
   * The counts.
   *
   * @param backend where the networks are made; nothing runs
   */
  Optional<CostRow.Table> measure(StudyFolder folder, Supplier<Backend> backend)
      throws IOException, InterruptedException {
    String key = StudyKey.of(NAME, StudyKey.of(models), SimulatedSets.SIDE);
    return folder.section(NAME, key, CostRow.Table.class, () -> counts(backend.get()));
  }

  private CostRow.Table counts(Backend backend) {
    int side = SimulatedSets.SIDE;
    DetectorWork work =
        DetectorWork.most(
            models.getFirst().config(), DetectorWork.padded(new PictureSize(side, side)));
    List<CostRow> rows = new ArrayList<>();
    for (StudyModel model : models) {
      try (DetectorModel opened = model.open(backend)) {
        Program program = DetectorCost.trace(opened.network(), work);
        rows.add(
            new CostRow(
                model.name(),
                model.digest().bytes(),
                Torchstat.count(opened.network(), program).total(),
                Operators.count(program).total()));
      }
    }
    return new CostRow.Table(side, work.regions(), work.masks(), rows);
  }
}
