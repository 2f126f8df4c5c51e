package org.tucana.nn.factor;

import java.util.Locale;
import org.tucana.core.type.FormatException;
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

  /** Refuses a rank that is larger than makes a difference. */
  static void unlessRank(ParameterSpace space, LayerForm form, String name, int rank, long most) {
    if (rank > most) {
      throw of(
          space,
          form,
          name + " is " + rank + ", expected 1 to " + most,
          "lower it or leave the layer out");
    }
  }
}
