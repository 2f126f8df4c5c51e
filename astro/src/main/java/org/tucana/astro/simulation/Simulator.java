package org.tucana.astro.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/**
 * Simulates skies of galaxies and stars with exact truth. Every galaxy is drawn alone, seen through
 * the atmosphere, and outlined without noise. Seed and number determine every pixel, whatever the
 * number of threads.
 *
 * @param seed together with a scene's number it determines every pixel
 * @param settings what the scenes hold and how they are observed
 */
public record Simulator(long seed, SimulationSettings settings) {
  /** Galaxies drawn at once; their light is held until it is added in order. */
  private static final int AT_ONCE = 64;

  /** A galaxy and where it stands. */
  private record Placed(Galaxy galaxy, double x, double y) {}

  /** A star and where it stands. */
  private record PlacedStar(Star star, double x, double y) {}

  /** What a scene holds, drawn but not rendered. */
  private record Plan(List<Placed> galaxies, List<PlacedStar> stars) {}

  /** A galaxy rendered and outlined. */
  private record Outlined(GalaxyRenderer.Drawn drawn, float[] brightness, Outline outline) {}

  /** A simulator of stamps as training sees them. */
  public static Simulator ofStamps(long seed, int side) {
    return new Simulator(seed, SimulationSettings.named("training-survey").withSide(side));
  }

  /** Scene number {@code index} in all bands, with its catalogue. */
  public SimulatedScene scene(long index) {
    RandomKey key = new RandomKey(seed, "simulated scene", index);
    Philox random = key.stream();
    Canvas canvas = canvas(random, List.of(Band.values()));
    Plan plan = plan(canvas, settings.galaxies(), random);
    List<CatalogueEntry> galaxies = fill(canvas, plan);
    return finished("simulated " + seed + "/" + index, canvas, plan, galaxies, key);
  }

  /** Display picture and truth of scene number {@code index}: its other bands are not drawn. */
  public Example example(long index) {
    RandomKey key = new RandomKey(seed, "simulated scene", index);
    Philox random = key.stream();
    Canvas canvas = canvas(random, Band.DISPLAY);
    fill(canvas, plan(canvas, settings.galaxies(), random));
    return new Example(
        "simulated " + seed + "/" + index, canvas.exposed(key), canvas.annotations());
  }

  /**
   * A stamp of one galaxy at the centre, of a class drawn at random unless given, among stars and
   * the faintest galaxies; its size follows the stamp's, as in stamps cut by size.
   */
  public Example stamp(long index, Optional<GalaxyClass> wanted) {
    RandomKey key = new RandomKey(seed, "simulated stamp", index);
    Philox random = key.stream();
    Canvas canvas = canvas(random, Band.DISPLAY);
    GalaxyClass drawn = settings.galaxies().anyClass(random);
    int side = settings.side();
    double radius = new Range(0.06 * side, 0.21 * side).drawLogarithmic(random);
    Exposure.Conditions red = canvas.exposure().in(Band.R);
    // Mean brightness within the effective radius, in noise deviations, fixes the magnitude.
    double signal = new Range(2.5, 30).drawLogarithmic(random) * red.noise();
    double magnitude = red.magnitudeOf(2 * Math.PI * radius * radius * signal);
    GalaxyFactory factory = new GalaxyFactory(random, settings.galaxies().ringShare());
    Galaxy galaxy = factory.sized(wanted.orElse(drawn), magnitude, radius);
    Plan around = plan(canvas, settings.galaxies().faintest(), random);
    List<Placed> galaxies = new ArrayList<>();
    galaxies.add(new Placed(galaxy, side / 2.0, side / 2.0));
    galaxies.addAll(around.galaxies);
    fill(canvas, new Plan(galaxies, around.stars));
    return new Example(
        "simulated stamp " + seed + "/" + index, canvas.exposed(key), canvas.annotations());
  }

  /** A canvas with everything that the settings say; more may be added to it. */
  public Canvas background(RandomKey key) {
    Philox random = key.stream();
    Canvas canvas = canvas(random, Band.DISPLAY);
    fill(canvas, plan(canvas, settings.galaxies(), random));
    return canvas;
  }

  private Canvas canvas(Philox random, List<Band> bands) {
    double pixelScale = settings.instrument().pixelScaleArcsec().drawLogarithmic(random);
    Exposure exposure = Exposure.draw(settings.instrument(), pixelScale, random);
    DisplayStyle style = DisplayStyle.draw(settings.display(), random);
    return new Canvas(settings.side(), exposure, style, bands);
  }

  private Plan plan(Canvas canvas, GalaxySettings ofGalaxies, Philox random) {
    GalaxyFactory factory = new GalaxyFactory(random, ofGalaxies.ringShare());
    int galaxyCount = count(ofGalaxies.perMegapixel(), random);
    List<Placed> galaxies = new ArrayList<>();
    for (int i = 0; i < galaxyCount; i++) {
      double magnitude = ofGalaxies.counts().draw(random);
      GalaxyClass kind = ofGalaxies.anyClass(random);
      Galaxy galaxy = factory.galaxy(kind, magnitude, canvas.exposure().pixelScale());
      place(galaxy, galaxies, random).ifPresent(galaxies::add);
    }
    StarSettings ofStars = settings.stars();
    int starCount = count(ofStars.perMegapixel(), random);
    List<PlacedStar> stars = new ArrayList<>();
    for (int i = 0; i < starCount; i++) {
      Star star = Star.of(ofStars.counts().draw(random), random);
      stars.add(new PlacedStar(star, anywhere(random), anywhere(random)));
    }
    return new Plan(galaxies, stars);
  }

  /** A number of objects for the scene's area, rounded at random so that its mean is right. */
  private int count(Range perMegapixel, Philox random) {
    double wanted = perMegapixel.draw(random) * settings.side() * settings.side() * 1e-6;
    return (int) (wanted + random.nextDouble());
  }

  private double anywhere(Philox random) {
    return random.nextDouble(0, settings.side());
  }

  /** A place for a galaxy; none where every one tried is too near to others. */
  private Optional<Placed> place(Galaxy galaxy, List<Placed> others, Philox random) {
    if (!others.isEmpty() && random.nextDouble() < settings.galaxies().clusteredShare()) {
      Placed host = others.get(random.nextInt(others.size()));
      double apart =
          random.nextDouble(0.7, 2.5) * (host.galaxy.effectiveRadius() + galaxy.effectiveRadius());
      double direction = random.nextDouble(0, 2 * Math.PI);
      double x = host.x + apart * Math.cos(direction);
      double y = host.y + apart * Math.sin(direction);
      if (x >= 0 && y >= 0 && x < settings.side() && y < settings.side()) {
        return Optional.of(new Placed(galaxy, x, y));
      }
    }
    double least = settings.galaxies().leastSeparation();
    for (int attempt = 0; attempt < 20; attempt++) {
      double x = anywhere(random);
      double y = anywhere(random);
      if (others.stream().noneMatch(o -> Math.hypot(o.x - x, o.y - y) < least)) {
        return Optional.of(new Placed(galaxy, x, y));
      }
    }
    return Optional.empty();
  }

  /** Renders everything onto the canvas; entries of the galaxies, whose areas are not known yet. */
  private List<CatalogueEntry> fill(Canvas canvas, Plan plan) {
    List<CatalogueEntry> entries = new ArrayList<>();
    for (int from = 0; from < plan.galaxies.size(); from += AT_ONCE) {
      List<Placed> some =
          plan.galaxies.subList(from, Math.min(plan.galaxies.size(), from + AT_ONCE));
      List<Outlined> rendered =
          IntStream.range(0, some.size())
              .parallel()
              .mapToObj(i -> outlined(canvas, some.get(i)))
              .toList();
      for (int i = 0; i < rendered.size(); i++) {
        Outlined object = rendered.get(i);
        Placed placed = some.get(i);
        canvas.add(
            object.drawn.footprint(),
            object.brightness,
            object.outline.mask(),
            OptionalInt.of(placed.galaxy.kind().label()));
        entries.add(entry(from + i + 1, placed, object));
      }
    }
    for (int from = 0; from < plan.stars.size(); from += AT_ONCE) {
      plan.stars.subList(from, Math.min(plan.stars.size(), from + AT_ONCE)).parallelStream()
          .map(s -> s.star.draw(s.x, s.y, canvas.exposure(), canvas.bands()))
          .toList()
          .forEach(canvas::addLight);
    }
    return entries;
  }

  private Outlined outlined(Canvas canvas, Placed placed) {
    GalaxyRenderer.Drawn drawn =
        new GalaxyRenderer(placed.galaxy, placed.x, placed.y, canvas.exposure())
            .draw(canvas.bands());
    float[] brightness = canvas.brightness(drawn.footprint());
    Outline outline =
        Outline.of(placed.galaxy, drawn.footprint(), brightness, settings.outline(), canvas);
    return new Outlined(drawn, brightness, outline);
  }

  private static CatalogueEntry entry(int id, Placed placed, Outlined object) {
    Galaxy galaxy = placed.galaxy;
    double turn = Math.toDegrees(galaxy.angle()) % 180;
    return new CatalogueEntry(
        id,
        Optional.of(galaxy.kind()),
        placed.x,
        placed.y,
        object.drawn.magnitudes(),
        galaxy.effectiveRadius(),
        galaxy.axisRatio(),
        turn < 0 ? turn + 180 : turn,
        galaxy.index(),
        galaxy.redshift(),
        object.outline.isophote(),
        0);
  }

  private static CatalogueEntry entry(int id, PlacedStar placed) {
    Map<Band, Double> magnitudes = new EnumMap<>(Band.class);
    for (Band band : Band.values()) {
      magnitudes.put(band, placed.star.magnitude(band));
    }
    return new CatalogueEntry(
        id,
        Optional.empty(),
        placed.x,
        placed.y,
        magnitudes,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0);
  }

  private static SimulatedScene finished(
      String name, Canvas canvas, Plan plan, List<CatalogueEntry> galaxies, RandomKey key) {
    int[] areas = canvas.areas();
    List<CatalogueEntry> catalogue = new ArrayList<>();
    for (CatalogueEntry galaxy : galaxies) {
      catalogue.add(galaxy.withArea(areas[galaxy.id() - 1]));
    }
    for (PlacedStar star : plan.stars) {
      catalogue.add(entry(catalogue.size() + 1, star));
    }
    int size = canvas.side() * canvas.side();
    float[] counts = new float[Band.values().length * size];
    Map<Band, float[]> electrons = new EnumMap<>(Band.class);
    float perElectron = (float) (1 / canvas.exposure().gain());
    int offset = 0;
    for (Band band : Band.values()) {
      float[] plane = canvas.electrons(band, key);
      electrons.put(band, plane);
      for (int i = 0; i < size; i++) {
        counts[offset + i] = perElectron * plane[i];
      }
      offset += size;
    }
    return new SimulatedScene(
        name,
        canvas.exposure(),
        canvas.style(),
        new Picture(Band.values().length, canvas.side(), canvas.side(), counts),
        canvas.display(electrons),
        canvas.annotations(),
        canvas.segmentation(),
        catalogue);
  }
}
