package org.tucana.bench.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tucana.bench.peer.Contestant;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.maskrcnn.TimedNetworks;
import org.tucana.detection.maskrcnn.TimedNetworks.Stage;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.module.ParameterSpace;

/**
 * A model that finds objects in some pictures, over and over. Pictures reach its networks at their
 * own size, whole.
 */
final class DetectorContestant implements Contestant {
  private static final double MILLI = 1e-6;

  private final List<List<Picture>> batches;
  private final int pictures;
  private final EnergyMeter energy;
  private final MaskRcnn network;
  private final EagerSession session;
  private final PlannedNetworks plans;
  private final TimedNetworks networks;
  private final List<TimedTurn> turns = new ArrayList<>();
  private int regions;
  private int masks;

  /**
   * @param pictures square ones of one size, as many as fill whole batches
   * @param batch how many go through the networks at once
   */
  DetectorContestant(
      StudyModel model, Backend backend, List<Picture> pictures, int batch, EnergyMeter energy) {
    this.pictures = pictures.size();
    this.energy = energy;
    batches = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += batch) {
      batches.add(pictures.subList(from, from + batch));
    }
    MaskRcnnConfig config = atSize(model.config(), pictures.getFirst().height());
    String source = model.file().toString();
    network =
        StoredWeights.of(source, model.content())
            .build(ParameterSpace.toBeLoaded(backend), space -> new MaskRcnn(space, config));
    network.load(source, model.content().weights());
    session = new EagerSession(backend);
    plans = new PlannedNetworks(session, network);
    networks = new TimedNetworks(plans);
  }

  /** The same settings for pictures that are not resized. */
  static MaskRcnnConfig atSize(MaskRcnnConfig config, int side) {
    TransformConfig own = config.transform();
    return config.with(new TransformConfig(side, side, own.imageMean(), own.imageStd()));
  }

  @Override
  public double meanMillis(int runs) {
    detect();
    try {
      List<Long> before = energy.reading();
      networks.reset();
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        detect();
      }
      double millis = (System.nanoTime() - start) * MILLI / runs;
      Map<Stage, Double> stages = new EnumMap<>(Stage.class);
      for (Stage stage : Stage.values()) {
        stages.put(stage, networks.nanoseconds(stage) * MILLI / runs / pictures);
      }
      turns.add(
          new TimedTurn(millis / pictures, stages, energy.joulesSince(before, runs * pictures)));
      return millis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void detect() {
    regions = 0;
    masks = 0;
    for (List<Picture> batch : batches) {
      try (Scope _ = session.scope()) {
        MaskRcnnTrace trace = network.detect(session, batch, networks);
        regions += trace.proposals().stream().mapToInt(p -> p.boxes().size()).sum();
        masks += trace.results().stream().mapToInt(r -> r.size()).sum();
      }
    }
  }

  /** The last turns, of those before which served to warm up. */
  List<TimedTurn> last(int count) {
    return List.copyOf(turns.subList(turns.size() - count, turns.size()));
  }

  /** How many regions a picture had. */
  double regions() {
    return (double) regions / pictures;
  }

  /** How many objects were outlined in a picture. */
  double masks() {
    return (double) masks / pictures;
  }

  @Override
  public void close() {
    plans.close();
    session.close();
    network.close();
  }
}
