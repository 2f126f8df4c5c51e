package org.tucana.astro.io;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How floats became integers before a tile was compressed: in steps, with random numbers of known
 * sequence subtracted (FITS standard 4.0, section 10.2 and appendix I).
 */
final class TileQuantisation {
  private static final int RANDOM_NUMBERS = 10_000;
  private static final double MULTIPLIER = 16_807;
  private static final double MODULUS = 2_147_483_647;
  private static final double FIRST_STEPS = 500;

  /** By the second method of dithering stands for exactly 0. */
  private static final int EXACT_ZERO = -2_147_483_646;

  /** The rule by which random numbers were subtracted. */
  private enum Dither {
    NONE,
    ALL,
    ALL_BUT_ZERO
  }

  private final FitsUnit unit;
  private final Dither dither;
  private final int seed;
  private final float[] random;

  TileQuantisation(FitsUnit unit) {
    this.unit = unit;
    this.dither =
        switch (unit.text("ZQUANTIZ")) {
          case "", "NONE", "NO_DITHER" -> Dither.NONE;
          case "SUBTRACTIVE_DITHER_1" -> Dither.ALL;
          case "SUBTRACTIVE_DITHER_2" -> Dither.ALL_BUT_ZERO;
          default ->
              throw unit.file()
                  .fault(
                      "ZQUANTIZ is \""
                          + unit.text("ZQUANTIZ")
                          + "\", which is unknown; unpack the file with funpack");
        };
    this.seed = dither == Dither.NONE ? 1 : (int) unit.integer("ZDITHER0", 1, RANDOM_NUMBERS);
    this.random = dither == Dither.NONE ? new float[0] : sequence();
  }

  /** Park and Miller's generator, in the precision that the standard's example keeps. */
  private static float[] sequence() {
    float[] numbers = new float[RANDOM_NUMBERS];
    double state = 1;
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      state = MULTIPLIER * state % MODULUS;
      numbers[i] = (float) (state / MODULUS);
    }
    return numbers;
  }

  /** The step of a tile; empty where its floats were compressed as they are. */
  Optional<Step> step(TileTable.Row row, int tile) {
    Optional<Double> scale = row.number("ZSCALE").or(() -> keyword("ZSCALE"));
    return scale.map(s ->
        new Step(
            s,
            row.number("ZZERO").or(() -> keyword("ZZERO")).orElse(0.0),
            row.number("ZBLANK").or(() -> keyword("ZBLANK")),
            tile));
  }

  private Optional<Double> keyword(String name) {
    return unit.has(name) ? Optional.of(unit.number(name, 0)) : Optional.empty();
  }

  /** The way back from integers to floats, sample by sample in the order of one tile. */
  final class Step {
    private final double scale;
    private final double zero;
    private final Optional<Double> blank;
    private int first;
    private int next;

    private Step(double scale, double zero, Optional<Double> blank, int tile) {
      this.scale = scale;
      this.zero = zero;
      this.blank = blank;
      this.first = (int) ((tile + seed - 1L) % RANDOM_NUMBERS);
      restart();
    }

    private void restart() {
      next = dither == Dither.NONE ? 0 : (int) (random[first] * FIRST_STEPS);
    }

    float next(ByteBuffer integers) {
      int stored = integers.getInt();
      double level = dither == Dither.NONE ? stored : (double) stored - random[next] + 0.5;
      advance();
      if (blank.isPresent() && blank.get() == stored) {
        return Float.NaN;
      }
      if (dither == Dither.ALL_BUT_ZERO && stored == EXACT_ZERO) {
        return 0;
      }
      return (float) (level * scale + zero);
    }

    private void advance() {
      next++;
      if (next == RANDOM_NUMBERS) {
        first = (first + 1) % RANDOM_NUMBERS;
        restart();
      }
    }
  }
}
