package org.tucana.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.data.StampSet;
import org.tucana.detection.evaluation.CentralObjects;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.detection.report.ComparedDetector;
import org.tucana.detection.report.ReportInput;
import org.tucana.detection.report.ReportPicture;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;

/**
 * Measures finders on the central objects of stamps.
 *
 * @param stamps the stamps
 * @param rows those that count
 */
record StampEvaluation(StampSet stamps, int[] rows) {
  /** Runs the finders, adds their figures to a result, and returns what they found, by row. */
  FinderSet<List<Stamp>> addTo(EvaluationResult result, FinderSet<NamedFinder> finders) {
    FinderSet<List<Stamp>> measured = measured(finders);
    FinderSet<CentralObjects> central =
        measured.map(of -> CentralObjects.of(of, GalaxyClass.titles()));
    result.classification(central.map(CentralObjects::answers));
    result.precision("", OverlapKind.BOX, central.map(CentralObjects::boxes));
    result.precision("", OverlapKind.MASK, central.map(CentralObjects::masks));
    result.fact("n", rows.length);
    result.fact("n_classified", central.model().answers().cases());
    result.fact("n_outlined", central.model().outlined());
    return measured;
  }

  /**
   * What a report shows of the model, the stamps with an outline alone, beside the baseline.
   *
   * @param measured what {@link #addTo} returned
   */
  ReportInput report(FinderSet<List<Stamp>> measured) {
    List<ReportPicture> pictures = shown(measured.model());
    ReportInput input =
        ReportInput.of(
                "Central galaxies of " + pictures.size() + " stamps",
                ReportInput.numbered(GalaxyClass.titles()),
                pictures)
            .with(EvaluateCommand.INTERVALS);
    return measured
        .baseline()
        .map(found ->
            input.with(
                new ComparedDetector(
                    NamedFinder.BASELINE,
                    shown(found).stream().map(ReportPicture::image).toList())))
        .orElse(input);
  }

  private List<ReportPicture> shown(List<Stamp> found) {
    return IntStream.range(0, rows.length)
        .mapToObj(i ->
            ReportPicture.central(
                stamps.row(rows[i]).file(), () -> stamps.picture(rows[i]), found.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  private FinderSet<List<Stamp>> measured(FinderSet<NamedFinder> finders) {
    FinderSet<List<Stamp>> measured = finders.map(finder -> new ArrayList<>());
    List<NamedFinder> running = finders.all();
    List<List<Stamp>> found = measured.all();
    try (Progress progress = Console.progress("stamps", rows.length)) {
      for (int i = 0; i < rows.length; i++) {
        Picture picture = stamps.picture(rows[i]);
        Optional<RunLength> outline = stamps.outline(rows[i], picture).map(RunLength::of);
        for (int f = 0; f < running.size(); f++) {
          found
              .get(f)
              .add(
                  new Stamp(
                      picture.height(),
                      picture.width(),
                      stamps.row(rows[i]).label(),
                      outline,
                      running.get(f).objects(picture)));
        }
        progress.at(i + 1L, "");
      }
    }
    return measured;
  }
}
