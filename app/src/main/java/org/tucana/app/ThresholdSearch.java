package org.tucana.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.stretch.Stretch;
import org.tucana.astro.threshold.Source;
import org.tucana.astro.threshold.ThresholdDetector;
import org.tucana.nn.data.Picture;

/**
 * Objects above a threshold, without a network.
 *
 * @param method its options
 * @param asked how the picture that is drawn on is stretched; where empty, display pictures stay as
 *     they are
 * @param settings what decides about the result
 */
record ThresholdSearch(
    ThresholdMethod method, Optional<Stretch> asked, Map<String, String> settings)
    implements PictureSearch {
  @Override
  public Found find(PictureInput input, LoadedPicture loaded, boolean alone) {
    ThresholdDetector detector = method.detector(loaded);
    List<Source> sources = detector.sources(loaded.picture());
    Picture shown =
        loaded.display() && asked.isEmpty()
            ? loaded.picture()
            : asked.orElseGet(Stretch::standard).apply(detector.searched(loaded.picture()));
    return new Found(
        shown,
        ThresholdMethod.detections(sources),
        Optional.of(ThresholdMethod.photometry(sources)));
  }
}
