package org.tucana.core;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/** What a backward pass found. */
public final class Gradients {
  private final Map<Parameter, Tensor> parameters;
  private final Map<Long, Tensor> byId;

  Gradients(Map<Parameter, Tensor> parameters, Map<Long, Tensor> byId) {
    this.parameters = Collections.unmodifiableMap(parameters);
    this.byId = byId;
  }

  /** Gradients of the parameters that the loss depends on, in the order of their first use. */
  public Map<Parameter, Tensor> parameters() {
    return parameters;
  }

  /** The gradient of a watched tensor, empty where the loss does not depend on it. */
  public Optional<Tensor> of(Tensor watched) {
    return Optional.ofNullable(byId.get(watched.id()));
  }
}
