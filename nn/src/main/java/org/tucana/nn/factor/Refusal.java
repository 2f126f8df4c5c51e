package org.tucana.nn.factor;

import java.util.Locale;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/** What is wrong with a form for the layer that it is meant for. */
final class Refusal {
  private Refusal() {}

  static FormatException of(ParameterSpace space, LayerForm form, String wrong, String cure) {
    return new FormatException(
        String.format(
            Locale.ROOT, "layer %s: %s %s; %s", space.path(), form.method(), wrong, cure));
  }

  /**
   * Refuses ranks that are larger than makes a difference.
   *
   * @param weight of a convolution or linear layer that can have the form
   */
  static void unlessRanks(ParameterSpace space, LayerForm form, Shape weight, int groups) {
    for (BoundedRank bounded : BoundedRank.of(form, weight, groups)) {
      if (bounded.isTooLarge()) {
        throw of(
            space,
            form,
            "\"" + bounded.key() + "\" is " + bounded.rank() + ", expected 1 to " + bounded.most(),
            "lower it or leave the layer out");
      }
    }
  }

  static void unlessRanks(ParameterSpace space, LayerForm form, ConvSpec spec) {
    int groups = spec.geometry().groups();
    Shape weight =
        Shape.of(
            spec.outChannels(),
            spec.inChannels() / groups,
            spec.kernelRows(),
            spec.kernelColumns());
    unlessRanks(space, form, weight, groups);
  }
}
