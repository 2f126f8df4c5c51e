package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.List;
import org.tucana.detection.evaluation.OverlapKind;

/**
 * A study in lines for a terminal: its most telling tables. The page and the JSON have all.
 *
 * @param result the study
 */
record StudyText(StudyResult result) {
  private static final String AP50_BOX = PrecisionFigures.name("AP50", OverlapKind.BOX);
  private static final String AP50_MASK = PrecisionFigures.name("AP50", OverlapKind.MASK);

  String text() {
    List<String> parts = new ArrayList<>();
    result
        .accuracy()
        .flatMap(found -> found.group(AccuracySection.ALL))
        .ifPresent(all -> add(parts, "Simulated pictures, all sets", StudyTables.byFigure(all)));
    result
        .stamps()
        .ifPresent(found ->
            found.groups().stream()
                .filter(group -> !group.name().startsWith(StampSection.SURVEY))
                .forEach(group ->
                    add(parts, "Real stamps: " + group.name(), StudyTables.byFigure(group))));
    result.cost().ifPresent(cost -> add(parts, "Cost of a picture", StudyTables.cost(cost)));
    if (!result.times().isEmpty()) {
      add(parts, "Time", StudyTables.times(result.times()));
      TimeWords.of(result.times()).forEach(line -> parts.add(line + "\n"));
    }
    result.noise().ifPresent(noise -> add(parts, "Noise", StudyTables.noise(noise, AP50_BOX)));
    result.proposals().ifPresent(found -> addProposals(parts, found));
    result
        .classifiers()
        .ifPresent(found -> add(parts, "Classifiers", StudyTables.classifiers(found)));
    result
        .lengths()
        .ifPresent(found -> add(parts, "Lengths of training", StudyTables.lengths(found)));
    List<StudyAim> aims = StudyAim.of(result);
    if (!aims.isEmpty()) {
      add(parts, "Aims", StudyTables.aims(aims));
    }
    return String.join("\n", parts);
  }

  private static void addProposals(List<String> parts, ProposalResult proposals) {
    proposals
        .figures()
        .ifPresent(found -> {
          String title = "Fewer proposals, %d simulated pictures".formatted(found.pictures());
          add(parts, title, StudyTables.proposals(found, AP50_BOX));
          add(parts, title, StudyTables.proposals(found, AP50_MASK));
        });
    proposals
        .times()
        .ifPresent(
            times -> add(parts, "Time with fewer proposals", StudyTables.proposalTimes(times)));
  }

  private static void add(List<String> parts, String title, StudyTable table) {
    parts.add(title + "\n" + table.text());
  }
}
