package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Resampled;

/**
 * Average precision under Gaussian noise, on some pictures of every simulated set and some stamps,
 * evenly spread over all. A model's loss is paired: the same pictures with noise and without.
 *
 * @param models the models, the reference first
 * @param sets the simulated pictures
 * @param stamps the stamps, where there are some
 * @param pictures how many of both at most, of the sets together and of the stamps
 */
record NoiseSection(
    List<StudyModel> models, SimulatedSets sets, Optional<RealStamps> stamps, int pictures) {
  static final String NAME = "noise";

  /** Rows of simulated pictures. */
  static final String SIMULATED = "simulated pictures";

  /** Rows of stamps. */
  static final String STAMPS = "stamps";

  /** Deviations of the noise: 5, 10, 20 and 30 % of the full scale of 255. */
  static final List<Double> SIGMAS = List.of(12.75, 25.5, 51.0, 76.5);

  /** Without noise first. */
  private static final List<Double> LEVELS =
      Stream.concat(Stream.of(0.0), SIGMAS.stream()).toList();

  private static final long SEED = 1;

  Optional<NoiseRow.Table> measure(StudyFolder folder, Workbench bench)
      throws IOException, InterruptedException {
    String key =
        StudyKey.of(
            NAME,
            StudyKey.of(models),
            sets,
            SimulatedSets.SEED,
            stamps.map(RealStamps::key),
            pictures,
            SIGMAS,
            SEED);
    return folder.section(NAME, key, NoiseRow.Table.class, () -> rows(bench));
  }

  private NoiseRow.Table rows(Workbench bench) throws IOException {
    List<PictureSource> simulated = sets.sources();
    int ofEach = Math.max(1, pictures / simulated.size());
    List<PictureSource> some = simulated.stream().map(source -> source.some(ofEach)).toList();
    List<NoiseRow> rows = new ArrayList<>(rows(SIMULATED, some, bench, PrecisionFigures::of));
    if (stamps.isPresent()) {
      RealStamps chosen = stamps.get().some(pictures);
      rows.addAll(
          rows(
              STAMPS,
              List.of(chosen.centres()),
              bench,
              found -> new CentralFigures(chosen, found.getFirst()).precision()));
    }
    return new NoiseRow.Table(rows);
  }

  /** Rows of pictures of some sources, without noise first. */
  private List<NoiseRow> rows(
      String name,
      List<PictureSource> sources,
      Workbench bench,
      Function<List<Findings>, List<Resampled>> figures)
      throws IOException {
    List<NoiseRow> rows = new ArrayList<>();
    List<Resampled> clean = List.of();
    for (double sigma : LEVELS) {
      List<Findings> found = new ArrayList<>();
      for (PictureSource source : sources) {
        found.add(bench.findings(models, sigma == 0 ? source : source.noisy(sigma, SEED)));
      }
      List<Resampled> own = figures.apply(found);
      clean = clean.isEmpty() ? own : clean;
      int cases = found.stream().mapToInt(Findings::pictures).sum();
      rows.addAll(rows(name, sigma, cases, own, clean));
    }
    return rows;
  }

  private List<NoiseRow> rows(
      String name, double sigma, int cases, List<Resampled> own, List<Resampled> clean) {
    List<ModelFigures> figures =
        ModelFigures.of(
            models.stream().map(StudyModel::name).toList(), PrecisionFigures.NAMES, own);
    List<NoiseRow> rows = new ArrayList<>();
    for (int m = 0; m < figures.size(); m++) {
      Map<String, Difference> losses = new LinkedHashMap<>();
      for (int f = 0; sigma > 0 && f < PrecisionFigures.NAMES.size(); f++) {
        losses.put(PrecisionFigures.NAMES.get(f), own.get(m).over(clean.get(m), f));
      }
      rows.add(new NoiseRow(name, sigma, cases, figures.get(m), losses));
    }
    return rows;
  }
}
