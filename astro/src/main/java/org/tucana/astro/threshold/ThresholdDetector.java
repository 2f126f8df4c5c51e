package org.tucana.astro.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tucana.astro.mask.Components;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.nn.data.Picture;

/**
 * Finds objects of unknown class as connected light above a threshold, the way of SExtractor: the
 * sky is measured and subtracted, the rest filtered, what lies above a multiple of the sky's noise
 * is grouped, blends are taken apart, and the wings of bright objects cleaned of false detections.
 *
 * <p>Holds nothing but settings: many threads may share one.
 *
 * @param settings how
 */
public record ThresholdDetector(ThresholdSettings settings) {
  /** Objects of a picture by falling score. */
  public List<Detection> detect(Picture picture) {
    return sources(picture).stream().map(ThresholdDetector::detection).toList();
  }

  /** A source as a detection of unknown class. */
  public static Detection detection(Source source) {
    return Detection.ofUnknownClass(source.mask().bounds(), source.score(), source.mask());
  }

  /** Objects of a picture with their photometry, by falling score. */
  public List<Source> sources(Picture picture) {
    if (picture.height() == 0 || picture.width() == 0) {
      return List.of();
    }
    SearchedPlane plane = SearchedPlane.of(picture, settings);
    List<Part> objects = deblended(plane);
    return measured(plane, objects).stream()
        .sorted(Comparator.comparingDouble(Source::signalToNoise).reversed())
        .toList();
  }

  /** What is searched of a picture: its bands as one. */
  public Picture searched(Picture picture) {
    return new Picture(
        1, picture.height(), picture.width(), settings.bands().of(picture, settings.cell()));
  }

  private List<Part> deblended(SearchedPlane plane) {
    Components components = Components.of(above(plane));
    Deblender deblender =
        new Deblender(
            plane.height(),
            plane.width(),
            plane.significance(),
            settings.threshold(),
            settings.minimumArea(),
            settings.deblending());
    List<Part> objects = new ArrayList<>();
    for (int[] pixels : components.pixels(settings.minimumArea())) {
      objects.addAll(deblender.parts(pixels));
    }
    return objects;
  }

  /** The pixels of an object that its outline holds. */
  private int[] outlined(int[] pixels, SearchedPlane plane) {
    float peak = 0;
    for (int p : pixels) {
      peak = Math.max(peak, plane.significance()[p]);
    }
    double least = settings.outline() * peak;
    return Arrays.stream(pixels).filter(p -> plane.significance()[p] >= least).toArray();
  }

  private BinaryMask above(SearchedPlane plane) {
    byte[] above = new byte[plane.light().length];
    for (int i = 0; i < above.length; i++) {
      boolean known = !Float.isNaN(plane.light()[i]);
      above[i] = (byte) (known && plane.significance()[i] > settings.threshold() ? 1 : 0);
    }
    return new BinaryMask(plane.height(), plane.width(), above);
  }

  private List<Source> measured(SearchedPlane plane, List<Part> objects) {
    Cleaning cleaning = new Cleaning(settings.threshold(), settings.minimumArea());
    List<Cleaning.Candidate> candidates =
        objects.stream()
            .map(o -> cleaning.candidate(o, plane.significance(), plane.width()))
            .toList();
    return (settings.clean()
            ? cleaning.survivors(plane.height(), plane.width(), candidates)
            : candidates)
        .stream().map(c -> plane.source(outlined(c.part().pixels(), plane), c.moments())).toList();
  }
}
