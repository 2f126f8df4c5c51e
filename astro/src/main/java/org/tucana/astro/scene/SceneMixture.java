package org.tucana.astro.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.astro.augment.Augmentation;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Example;
import org.tucana.detection.train.ExampleSource;

/**
 * What a detector of galaxies trains on: scenes composed of real galaxies, simulated scenes and
 * single stamps, survey-like and deep ones, drawn by seed. Without stamps everything is simulated.
 */
public final class SceneMixture implements ExampleSource {
  /**
   * How often each kind is drawn.
   *
   * @param composed share of composed scenes
   * @param simulated share of simulated scenes; what is left are single stamps
   * @param deep share of deep fields among the scenes
   */
  public record Shares(double composed, double simulated, double deep) {
    public Shares {
      if (!(composed >= 0) || !(simulated >= 0) || composed + simulated > 1 || !(deep >= 0)) {
        throw new IllegalArgumentException(
            "mixture: shares must not be negative nor exceed 1 together, got "
                + composed
                + ", "
                + simulated
                + " and "
                + deep);
      }
    }

    public static Shares standard() {
      return new Shares(0.4, 0.25, 0.5);
    }
  }

  /** Of the simulated pictures so many show one large galaxy, which classes are seen best in. */
  private static final double LONE_SHARE = 0.3;

  /** Real galaxies that scenes are composed of and stamps are drawn from. */
  private record Real(StampSet stamps, List<int[]> kinds, Composer survey, Composer deep) {}

  private final long seed;
  private final int batch;
  private final Shares shares;
  private final Simulator survey;
  private final Simulator deep;
  private final Simulator lone;
  private final Optional<Real> real;

  private SceneMixture(long seed, int batch, int side, Shares shares, Optional<Real> real) {
    this.seed = seed;
    this.batch = batch;
    this.shares = shares;
    this.survey = new Simulator(seed, settings("training-survey", side));
    this.deep = new Simulator(seed, settings("training-deep", side));
    this.lone = Simulator.ofStamps(seed, side);
    this.real = real;
  }

  private static SimulationSettings settings(String name, int side) {
    return SimulationSettings.named(name).withSide(side);
  }

  /** Simulated scenes alone. */
  public static SceneMixture simulated(long seed, int batch, int side) {
    return new SceneMixture(seed, batch, side, new Shares(0, 1, 0.5), Optional.empty());
  }

  /**
   * Everything.
   *
   * @param rows rows of the set to use; they must have a good automatic mask
   */
  public static SceneMixture of(
      long seed, int batch, int side, Shares shares, StampSet stamps, int[] rows) {
    Composer composer = Composer.of(seed, SceneStyle.survey(side), stamps, rows);
    return new SceneMixture(
        seed,
        batch,
        side,
        shares,
        Optional.of(
            new Real(
                stamps, Kinds.of(stamps, rows), composer, composer.with(SceneStyle.deep(side)))));
  }

  @Override
  public List<Example> batch(long step) {
    List<Example> examples = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      examples.add(example(step * batch + i));
    }
    return examples;
  }

  private Example example(long index) {
    Philox random = new RandomKey(seed, "mixture", index).stream();
    double kind = random.nextDouble();
    boolean isDeep = random.nextDouble() < shares.deep();
    if (kind < shares.simulated() || real.isEmpty()) {
      return random.nextDouble() < LONE_SHARE
          ? lone.stamp(index, Optional.empty())
          : (isDeep ? deep : survey).example(index);
    }
    if (kind < shares.simulated() + shares.composed()) {
      return (isDeep ? real.get().deep() : real.get().survey()).scene(index);
    }
    int[] rows = real.get().kinds().get(random.nextInt(real.get().kinds().size()));
    int row = rows[random.nextInt(rows.length)];
    Example stamp = real.get().stamps().loneStamp(row, new RandomKey(seed, "lone stamp", index));
    return Augmentation.PUBLISHED.apply(stamp, new RandomKey(seed, "augmentation", index));
  }

  @Override
  public String description() {
    String scenes =
        "seed " + seed + ", " + batch + " pictures of side " + survey.settings().side() + " a step";
    return real.map(r ->
            "composed, simulated and single stamps ("
                + shares
                + "), "
                + r.kinds().stream().mapToInt(k -> k.length).sum()
                + " stamps"
                + r.stamps().survey().map(name -> " of survey " + name).orElse("")
                + ", "
                + scenes)
        .orElse("simulated scenes, " + scenes);
  }
}
