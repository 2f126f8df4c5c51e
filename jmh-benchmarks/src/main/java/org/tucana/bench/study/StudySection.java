package org.tucana.bench.study;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tucana.core.type.FormatException;

/** The parts of a study, in their order. */
enum StudySection {
  ACCURACY,
  STAMPS,
  COST,
  TIME,
  NOISE,
  PROPOSALS,
  CLASSIFIERS,
  LENGTHS;

  /** As options name it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The sections that an option names; all where it names none.
   *
   * @throws FormatException where there is no section of a name
   */
  static Set<StudySection> named(List<String> words) {
    if (words.isEmpty()) {
      return EnumSet.allOf(StudySection.class);
    }
    Set<StudySection> sections = EnumSet.noneOf(StudySection.class);
    for (String word : words) {
      sections.add(
          Arrays.stream(values())
              .filter(section -> section.word().equals(word))
              .findFirst()
              .orElseThrow(() ->
                  new FormatException(
                      "study: --only has no section '%s', expected some of %s; name these"
                          .formatted(
                              word,
                              String.join(
                                  ", ",
                                  Arrays.stream(values()).map(StudySection::word).toList())))));
    }
    return sections;
  }
}
