package org.tucana.astro.data;

import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.astro.GalaxyClass;

/**
 * One row of a label file.
 *
 * @param file name of the picture within the folder of images
 * @param content what the stamp shows
 * @param galaxyClass its class; present for {@link Content#CLASSIFIED} alone
 * @param rawLabel the label in the words of its source; may be empty
 * @param survey where it comes from; may be empty
 * @param split "train", "val" or empty
 */
public record StampRow(
    String file,
    Content content,
    Optional<GalaxyClass> galaxyClass,
    String rawLabel,
    String survey,
    String split) {

  /** What a stamp shows. */
  public enum Content {
    /** A galaxy of known class. */
    CLASSIFIED,
    /** A galaxy of unknown class: {@code galaxy}. */
    UNCLASSIFIED,
    /** No galaxy: {@code artifact}. */
    ARTIFACT
  }

  /** The same row with its class, if it has one, forgotten. */
  StampRow withoutClass() {
    Content known = content == Content.CLASSIFIED ? Content.UNCLASSIFIED : content;
    return new StampRow(file, known, Optional.empty(), "", survey, split);
  }

  /** The class as detectors count it, from 1 on; empty where it is unknown. */
  public OptionalInt label() {
    return galaxyClass.isPresent()
        ? OptionalInt.of(galaxyClass.get().label())
        : OptionalInt.empty();
  }
}
