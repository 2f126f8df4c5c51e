package org.tucana.bench.study;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.bench.Interleaving;

/**
 * What a study measures.
 *
 * @param models the detectors, the reference first
 * @param trained detectors of several lengths of training
 * @param stamps real stamps, where there are some
 * @param pictures simulated pictures of all sets together
 * @param scenes composed of the stamps
 * @param sides of the pictures that are timed
 * @param changes of proposals, the models' own settings first
 * @param pace of timed turns
 * @param peers whether torchvision is timed too
 * @param sections what is asked for
 */
record StudyPlan(
    List<StudyModel> models,
    List<TrainedModel> trained,
    Optional<RealStamps> stamps,
    int pictures,
    int scenes,
    List<Integer> sides,
    List<ProposalChange> changes,
    Interleaving pace,
    boolean peers,
    Set<StudySection> sections) {
  /** Noise is added to one of so many pictures. */
  private static final int ONE_NOISY_OF = 10;

  /** Proposals are changed on one of so many: of a tenth, small differences do not stand out. */
  private static final int ONE_CHANGED_OF = 4;

  StudyPlan {
    models = List.copyOf(models);
    trained = List.copyOf(trained);
    sides = List.copyOf(sides);
    changes = List.copyOf(changes);
    sections = Set.copyOf(sections);
  }

  /** The simulated pictures of accuracy. */
  SimulatedSets sets() {
    return new SimulatedSets(pictures, SimulatedSets.SIDE);
  }

  /** How many simulated pictures, and how many stamps at most, noise is added to. */
  int noisy() {
    return Math.ceilDiv(pictures, ONE_NOISY_OF);
  }

  /** How many simulated pictures are looked at with fewer proposals. */
  int changed() {
    return Math.ceilDiv(pictures, ONE_CHANGED_OF);
  }

  /** The reference and the model that the aims are for. */
  static List<StudyModel> judged(List<StudyModel> models) {
    return models.subList(0, 2);
  }

  /** Whether a section has what it needs. */
  boolean allows(StudySection section) {
    return switch (section) {
      case STAMPS -> stamps.isPresent();
      case LENGTHS -> !trained.isEmpty();
      case ACCURACY, COST, TIME, NOISE, PROPOSALS, CLASSIFIERS -> true;
    };
  }
}
