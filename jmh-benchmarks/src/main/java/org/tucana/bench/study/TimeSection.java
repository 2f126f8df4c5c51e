package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.tucana.app.Console;
import org.tucana.app.Version;
import org.tucana.bench.Interleaving;
import org.tucana.bench.Turns;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerFailure;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.TorchPeers;
import org.tucana.bench.peer.VectorWidth;
import org.tucana.core.Backend;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.maskrcnn.TimedNetworks.Stage;
import org.tucana.nn.data.Picture;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Median;

/**
 * Milliseconds a picture, models in turns on the same pictures.
 *
 * @param models the models, the reference first
 * @param stamps what some of the pictures are composed of, where there are stamps
 * @param pace of the turns
 * @param energy what processors took meanwhile
 */
record TimeSection(
    List<StudyModel> models, Optional<RealStamps> stamps, Interleaving pace, EnergyMeter energy) {
  static final String NAME = "time";

  /** What lies between the networks: ranking, suppression, pooling of regions, pasting. */
  static final String REST = "rest";

  /** Pictures that go through the networks at once. */
  static final List<Integer> BATCHES = List.of(1, 8);

  private static final int PICTURES = 8;
  private static final String CUDA = "cuda";

  /**
   * The times at one size and batch.
   *
   * @param side rows and columns of the pictures
   * @param peer also runs, where it is asked
   */
  Optional<TimeRow.Table> measure(
      StudyFolder folder, Clocked on, int side, int batch, Optional<DetectorPeer> peer)
      throws IOException, InterruptedException {
    String key =
        StudyKey.of(
            NAME,
            StudyKey.of(models),
            stamps.map(RealStamps::key),
            pace,
            on.name(),
            on.threads(),
            side,
            batch,
            peer.isPresent());
    return folder.section(
        "%s-%s-%d-batch%d".formatted(NAME, on.name(), side, batch),
        key,
        TimeRow.Table.class,
        () -> times(on, side, batch, peer));
  }

  /**
   * Where times are taken.
   *
   * @param source gives the backend, which it may start when it is first asked
   * @param name of the backend
   * @param threads that it computes with
   */
  record Clocked(Supplier<Backend> source, String name, int threads) {
    /** Computes. */
    Backend backend() {
      return source.get();
    }

    /** Whether a call returns when its work is done. */
    boolean waits() {
      return !name.equals(CUDA);
    }

    /** torch on the same device. */
    TorchPeers torch() {
      return waits()
          ? TorchPeers.onProcessor(backend(), threads)
          : TorchPeers.onCuda(backend(), threads);
    }

    /** What times depend on, by name. */
    Map<String, String> machine() {
      Map<String, String> machine = new LinkedHashMap<>();
      machine.put("backend", name);
      machine.put("threads", Integer.toString(threads));
      machine.put("vector_bits", Integer.toString(VectorWidth.ours().bits()));
      machine.put("commit", Version.commit());
      return machine;
    }
  }

  private TimeRow.Table times(Clocked on, int side, int batch, Optional<DetectorPeer> peer)
      throws IOException, InterruptedException {
    Console.say("study: pictures of %d, batch %d ...".formatted(side, batch));
    List<Picture> pictures = pictures(stamps, side);
    List<DetectorContestant> own = new ArrayList<>();
    try {
      for (StudyModel model : models) {
        own.add(new DetectorContestant(model, on.backend(), pictures, batch, energy));
      }
      if (peer.isEmpty()) {
        return table(on, side, batch, rows(on, own, pace.turns(List.copyOf(own))), "");
      }
      try (Contestant other = peer.get().open(models.getFirst(), pictures, batch)) {
        List<Contestant> all = new ArrayList<>(own);
        all.add(other);
        List<Turns> turns = pace.turns(all);
        List<TimeRow> rows = new ArrayList<>(rows(on, own, turns));
        rows.add(peerRow(turns.getLast(), turns.getFirst()));
        return table(on, side, batch, rows, "");
      } catch (PeerUnavailableException | PeerFailure e) {
        return table(on, side, batch, rows(on, own, pace.turns(List.copyOf(own))), e.getMessage());
      }
    } finally {
      own.forEach(DetectorContestant::close);
    }
  }

  /** One of each simulated set, and scenes composed of stamps, or as many more simulated ones. */
  static List<Picture> pictures(Optional<RealStamps> stamps, int side) throws IOException {
    List<LabelledPictures> sources = new ArrayList<>();
    int simulated = stamps.isPresent() ? PICTURES / 2 : PICTURES;
    new SimulatedSets(simulated, side).sources().forEach(set -> sources.add(set.pictures()));
    stamps.ifPresent(of -> sources.add(of.scenes(PICTURES - simulated, side).pictures()));
    List<Picture> pictures = new ArrayList<>();
    for (LabelledPictures source : sources) {
      for (int i = 0; i < source.size(); i++) {
        pictures.add(source.picture(i).picture());
      }
    }
    return pictures;
  }

  private static TimeRow.Table table(
      Clocked on, int side, int batch, List<TimeRow> rows, String absence) {
    return new TimeRow.Table(side, batch, PICTURES, on.machine(), rows, absence);
  }

  private List<TimeRow> rows(Clocked on, List<DetectorContestant> own, List<Turns> turns) {
    List<TimeRow> rows = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      rows.add(row(on, models.get(m).name(), own.get(m), turns.get(m), turns.getFirst()));
    }
    return rows;
  }

  /**
   * A model's row.
   *
   * @param contestant the model
   * @param turns its turns, each of all {@link #pictures}
   * @param reference those that its time is a share of
   */
  static TimeRow row(
      Clocked on, String model, DetectorContestant contestant, Turns turns, Turns reference) {
    Turns ofPicture = turns.divided(PICTURES);
    List<TimedTurn> told = contestant.last(ofPicture.millis().size());
    return new TimeRow(
        model,
        ofPicture.millis(),
        ofPicture.median(),
        turns.shareOf(reference),
        on.waits() ? stages(told) : Map.of(),
        joules(told),
        contestant.regions(),
        contestant.masks());
  }

  private static TimeRow peerRow(Turns turns, Turns reference) {
    Turns ofPicture = turns.divided(PICTURES);
    Estimate share = turns.shareOf(reference);
    return new TimeRow(
        DetectorPeer.NAME,
        ofPicture.millis(),
        ofPicture.median(),
        share,
        Map.of(),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  private static Map<String, Double> stages(List<TimedTurn> turns) {
    Map<String, Double> stages = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      stages.put(
          stage.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          Median.of(turns.stream().mapToDouble(turn -> turn.stages().get(stage)).toArray()));
    }
    stages.put(
        REST,
        Median.of(
            turns.stream()
                .mapToDouble(turn ->
                    turn.millis()
                        - turn.stages().values().stream().mapToDouble(Double::doubleValue).sum())
                .toArray()));
    return stages;
  }

  private static double joules(List<TimedTurn> turns) {
    double[] told =
        turns.stream()
            .map(TimedTurn::joules)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return told.length == 0 ? Double.NaN : Median.of(told);
  }
}
