package org.tucana.bench.work;

import java.util.Locale;
import org.tucana.core.type.Numerics;

/** How a work's products are formed. */
public enum Precision {
  /** Float32 throughout. */
  FLOAT32("float32"),

  /** Products of factors with 10 bits of fraction, sums in float32. */
  TF32("TF32");

  private final String label;

  Precision(String label) {
    this.label = label;
  }

  /** What tables call it. */
  public String label() {
    return label;
  }

  /** What a session or a plan is told. */
  public Numerics numerics() {
    return new Numerics(true, this == TF32, false);
  }

  /** What the name of a work ends with; nothing for float32. */
  String suffix() {
    return this == FLOAT32 ? "" : "-" + label.toLowerCase(Locale.ROOT);
  }
}
