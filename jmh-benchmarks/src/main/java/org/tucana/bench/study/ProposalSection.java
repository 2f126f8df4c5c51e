package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tucana.app.Console;
import org.tucana.core.Backend;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Resampled;

/**
 * Average precision with fewer proposals, on some pictures of every simulated set, evenly spread
 * over all. What that costs a model is paired: the same pictures with fewer proposals and with all.
 *
 * @param models the models, the reference first
 * @param changes the proposals, the settings as they are first
 * @param sets the simulated pictures
 * @param pictures how many of the sets together
 */
record ProposalSection(
    List<StudyModel> models, List<ProposalChange> changes, SimulatedSets sets, int pictures) {
  static final String NAME = "proposals";

  /**
   * The figures.
   *
   * @param backend where models run
   */
  Optional<ProposalRow.Table> measure(StudyFolder folder, Supplier<Backend> backend)
      throws IOException, InterruptedException {
    String key =
        StudyKey.of(NAME, StudyKey.of(models), changes, sets, SimulatedSets.SEED, pictures);
    return folder.section(NAME, key, ProposalRow.Table.class, () -> rows(folder, backend));
  }

  private ProposalRow.Table rows(StudyFolder folder, Supplier<Backend> backend) throws IOException {
    List<PictureSource> simulated = sets.sources();
    int ofEach = Math.max(1, pictures / simulated.size());
    List<PictureSource> some = simulated.stream().map(source -> source.some(ofEach)).toList();
    List<ProposalRow> rows = new ArrayList<>();
    List<Resampled> all = List.of();
    List<Findings> found = List.of();
    for (ProposalChange change : changes) {
      Console.say("study: " + change.name() + " ...");
      found = found(change, some, folder, backend);
      List<Resampled> own = PrecisionFigures.of(found);
      all = all.isEmpty() ? own : all;
      rows.addAll(rows(change, own, all));
    }
    return new ProposalRow.Table(
        found.stream().mapToInt(Findings::pictures).sum(),
        found.stream().mapToInt(Findings::objects).sum(),
        rows);
  }

  /** With the models of one change open at a time. */
  private List<Findings> found(
      ProposalChange change,
      List<PictureSource> sources,
      StudyFolder folder,
      Supplier<Backend> backend)
      throws IOException {
    List<StudyModel> changed = models.stream().map(change::of).toList();
    List<Findings> found = new ArrayList<>();
    try (Workbench bench = new Workbench(backend, folder)) {
      for (PictureSource source : sources) {
        found.add(bench.findings(changed, source));
      }
    }
    return found;
  }

  private List<ProposalRow> rows(ProposalChange change, List<Resampled> own, List<Resampled> all) {
    List<ModelFigures> figures =
        ModelFigures.of(
            models.stream().map(StudyModel::name).toList(), PrecisionFigures.NAMES, own);
    boolean changed = !change.equals(changes.getFirst());
    List<ProposalRow> rows = new ArrayList<>();
    for (int m = 0; m < figures.size(); m++) {
      Map<String, Difference> differences = new LinkedHashMap<>();
      for (int f = 0; changed && f < PrecisionFigures.NAMES.size(); f++) {
        differences.put(PrecisionFigures.NAMES.get(f), own.get(m).over(all.get(m), f));
      }
      rows.add(new ProposalRow(change, figures.get(m), differences));
    }
    return rows;
  }
}
