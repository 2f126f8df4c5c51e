package org.tucana.astro.scene;

import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Example;

/**
 * Draws skies of galaxies with exact truth. Every galaxy is rendered alone, seen through the
 * atmosphere, and outlined on its own display picture without noise by the rule that outlines real
 * stamps.
 *
 * @param seed together with a scene's number it determines every pixel
 * @param style what the scenes hold
 */
public record Simulator(long seed, SceneStyle style) {

  /** Scene number {@code index}. */
  public Example scene(long index) {
    Philox random = new RandomKey(seed, "simulated scene", index).stream();
    Sky sky = Sky.random(random);
    Canvas canvas = new Canvas(style.side(), sky);
    GalaxyFactory factory = new GalaxyFactory(random);
    int galaxies = style.fewest() + random.nextInt(style.most() - style.fewest() + 1);
    for (int i = 0; i < galaxies; i++) {
      GalaxyClass kind = anyClass(random);
      double radius = Foreground.logUniform(random, style.smallest(), style.largest());
      Light light = factory.galaxy(kind, radius, Foreground.logUniform(random, 7, 90));
      canvas.add(
          light,
          random.nextDouble(0, style.side()),
          random.nextDouble(0, style.side()),
          OptionalInt.of(kind.label()));
    }
    Foreground.add(canvas, style, random);
    return canvas.finish("simulated " + seed + "/" + index, random);
  }

  /** A stamp of one galaxy at the centre, of a class drawn at random unless given. */
  public Example stamp(long index, Optional<GalaxyClass> wanted) {
    Philox random = new RandomKey(seed, "simulated stamp", index).stream();
    Canvas canvas = new Canvas(style.side(), Sky.random(random));
    GalaxyFactory factory = new GalaxyFactory(random);
    GalaxyClass drawn = anyClass(random);
    GalaxyClass kind = wanted.orElse(drawn);
    double radius = Foreground.logUniform(random, style.side() * 0.07, style.side() * 0.3);
    double middle = style.side() / 2.0;
    canvas.add(
        factory.galaxy(kind, radius, Foreground.logUniform(random, 10, 90)),
        middle,
        middle,
        OptionalInt.of(kind.label()));
    Foreground.add(canvas, style, random);
    return canvas.finish("simulated stamp " + seed + "/" + index, random);
  }

  private static GalaxyClass anyClass(Philox random) {
    GalaxyClass[] all = GalaxyClass.values();
    return all[random.nextInt(all.length)];
  }
}
