package org.tucana.app;

import java.util.Map;
import java.util.Optional;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.detection.detector.DetectorTeam;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;

/**
 * Objects by a network.
 *
 * @param team computes
 * @param form how pictures become what the network takes
 * @param settings what decides about the result
 */
record NetworkSearch(DetectorTeam team, ModelInput form, Map<String, String> settings)
    implements PictureSearch {
  @Override
  public Found find(PictureInput input, LoadedPicture loaded, boolean alone) {
    Picture picture = form.of(input.source(), loaded);
    try (Progress progress =
        alone ? Console.progress(input.stem(), team.tiles(picture)) : Progress.none()) {
      return new Found(picture, team.detect(picture, progress), Optional.empty());
    }
  }
}
