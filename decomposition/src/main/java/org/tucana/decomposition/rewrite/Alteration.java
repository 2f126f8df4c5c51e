package org.tucana.decomposition.rewrite;

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
}
