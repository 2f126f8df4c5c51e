package org.tucana.decomposition.rewrite;

import java.util.Locale;
import org.tucana.core.kernel.Levels;
import org.tucana.nn.module.LayerForm;

/** What a layer became. */
public sealed interface Alteration {
  /** A short name, as files say it. */
  String method();

  /** With which numbers, as tables show them. */
  String numbers();

  /** Factors of its weight. */
  record Factors(LayerForm form) implements Alteration {
    @Override
    public String method() {
      return form.method();
    }

    @Override
    public String numbers() {
      return switch (form) {
        case LayerForm.Tucker2(int in, int out) -> in + ", " + out;
        case LayerForm.Svd(int rank) -> Integer.toString(rank);
        case LayerForm.Cp(int rank) -> Integer.toString(rank);
        case LayerForm.TensorTrain train -> train.ranks().toString().replaceAll("[\\[\\]]", "");
      };
    }
  }

  /**
   * Fewer channels.
   *
   * @param in that it still reads
   * @param out that it still makes
   */
  record Thinner(int in, int out) implements Alteration {
    @Override
    public String method() {
      return "pruned";
    }

    @Override
    public String numbers() {
      return in + " to " + out;
    }
  }

  /**
   * Weights and inputs of eight bits.
   *
   * @param input what its input is rounded to
   */
  record Rounded(Levels input) implements Alteration {
    @Override
    public String method() {
      return "int8";
    }

    @Override
    public String numbers() {
      return number(low()) + " to " + number(high());
    }

    /** The smallest input that there is. */
    public double low() {
      return input.step() * input.lowest();
    }

    /** The largest. */
    public double high() {
      return input.step() * input.highest();
    }

    static String number(double value) {
      return String.format(Locale.ROOT, "%.4g", value);
    }
  }
}
