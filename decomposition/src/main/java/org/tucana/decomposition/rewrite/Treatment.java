package org.tucana.decomposition.rewrite;

/** How a network was made smaller. */
public enum Treatment {
  /** Layers are stored as factors of their weights. */
  FACTORS("ranks", "ranks", "became factors", "Ranks"),
  /** Filters are left out, and what reads them reads fewer. */
  PRUNING("prune", "channels", "lost filters or what others made of them", "Shares of filters"),
  /** Layers multiply what eight bits hold. */
  INT8("int8", "inputs", "multiply weights and inputs of eight bits", "Ranges of inputs");

  private final String option;
  private final String column;
  private final String became;
  private final String chosen;

  Treatment(String option, String column, String became, String chosen) {
    this.option = option;
    this.column = column;
    this.became = became;
    this.chosen = chosen;
  }

  /** What asks for it: the name of the rule in reports for programs. */
  public String option() {
    return option;
  }

  /** Title of the column that {@link Alteration#numbers} fill. */
  public String column() {
    return column;
  }

  /** What happened to layers, after their number: {@code became factors}. */
  public String became() {
    return became;
  }

  /** What outputs are compared on. */
  public String comparedOn() {
    return equals(INT8)
        ? "what the network was given on the last calibration picture"
        : "a random input";
  }

  /** What the rule chose, at the beginning of a sentence: {@code Ranks}. */
  public String chosen() {
    return chosen;
  }
}
