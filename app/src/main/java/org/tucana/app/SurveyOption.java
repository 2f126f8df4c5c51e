package org.tucana.app;

import org.tucana.astro.data.StampSet;
import picocli.CommandLine.Option;

/** The option that leaves the stamps of other surveys out. */
final class SurveyOption {
  @Option(
      names = "--survey",
      description = "Only stamps of this survey count, by the column survey of labels.csv.")
  private String survey;

  SurveyOption() {}

  boolean isGiven() {
    return survey != null;
  }

  /** The stamps that count. */
  StampSet of(StampSet stamps) {
    return isGiven() ? stamps.ofSurvey(survey) : stamps;
  }
}
