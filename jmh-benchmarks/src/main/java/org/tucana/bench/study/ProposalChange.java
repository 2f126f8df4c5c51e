package org.tucana.bench.study;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.tucana.detection.config.RpnConfig;

/**
 * How many regions are proposed and how much they may overlap: a change of settings, not of
 * networks, that all models get alike.
 *
 * @param name for reports
 * @param proposals of each picture that leave suppression
 * @param overlap largest IoU of two of a level
 */
record ProposalChange(String name, int proposals, double overlap) {
  /**
   * The settings as they are, then fewer proposals, then as many with another overlap; each once.
   *
   * @param own the models' settings
   * @param numbers of proposals
   * @param overlap the other overlap
   */
  static List<ProposalChange> of(RpnConfig own, List<Integer> numbers, double overlap) {
    SequencedSet<ProposalChange> changes = new LinkedHashSet<>();
    changes.add(of(own, own.postNmsTopNTest(), own.nmsThreshold()));
    numbers.forEach(number -> changes.add(of(own, number, own.nmsThreshold())));
    numbers.forEach(number -> changes.add(of(own, number, overlap)));
    return List.copyOf(changes);
  }

  private static ProposalChange of(RpnConfig own, int proposals, double overlap) {
    String name = proposals + " proposals";
    return new ProposalChange(
        overlap == own.nmsThreshold() ? name : name + ", IoU " + overlap, proposals, overlap);
  }

  /** A half, a third and a sixth of the models' own number. */
  static List<Integer> usualNumbers(RpnConfig own) {
    return Stream.of(2, 3, 6).map(part -> Math.max(1, own.postNmsTopNTest() / part)).toList();
  }

  /** A model with this change. */
  StudyModel of(StudyModel model) {
    return model.with(model.config().rpn().withTestProposals(proposals, overlap));
  }
}
