package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.bench.Interleaving;
import org.tucana.bench.Turns;
import org.tucana.nn.data.Picture;

/**
 * Milliseconds a picture with fewer proposals, one picture at a time: every model with every change
 * takes turns with all others.
 *
 * @param models the models, the reference first
 * @param changes the proposals, the settings as they are first
 * @param stamps what some of the pictures are composed of, where there are stamps
 * @param pace of the turns
 * @param energy what processors took meanwhile
 */
record ProposalTimeSection(
    List<StudyModel> models,
    List<ProposalChange> changes,
    Optional<RealStamps> stamps,
    Interleaving pace,
    EnergyMeter energy) {
  static final String NAME = ProposalSection.NAME + "-" + TimeSection.NAME;

  private static final int SIDE = SimulatedSets.SIDE;

  Optional<ProposalTime.Table> measure(StudyFolder folder, TimeSection.Clocked on)
      throws IOException, InterruptedException {
    String key =
        StudyKey.of(
            NAME,
            StudyKey.of(models),
            changes,
            stamps.map(RealStamps::key),
            pace,
            on.name(),
            on.threads(),
            SIDE);
    return folder.section(NAME + "-" + on.name(), key, ProposalTime.Table.class, () -> times(on));
  }

  private ProposalTime.Table times(TimeSection.Clocked on)
      throws IOException, InterruptedException {
    List<Picture> pictures = TimeSection.pictures(stamps, SIDE);
    List<DetectorContestant> contestants = new ArrayList<>();
    try {
      for (ProposalChange change : changes) {
        for (StudyModel model : models) {
          contestants.add(
              new DetectorContestant(change.of(model), on.backend(), pictures, 1, energy));
        }
      }
      List<Turns> turns = pace.turns(List.copyOf(contestants));
      List<ProposalTime> rows = new ArrayList<>();
      for (int i = 0; i < turns.size(); i++) {
        int model = i % models.size();
        rows.add(
            new ProposalTime(
                changes.get(i / models.size()),
                TimeSection.row(
                    on,
                    models.get(model).name(),
                    contestants.get(i),
                    turns.get(i),
                    turns.get(i - model)),
                turns.get(i).shareOf(turns.get(model))));
      }
      return new ProposalTime.Table(SIDE, pictures.size(), on.machine(), rows);
    } finally {
      contestants.forEach(DetectorContestant::close);
    }
  }
}
