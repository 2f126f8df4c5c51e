package org.tucana.nn.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a model file says about its weights.
 *
 * @param architecture name of the network, for example {@code resnet18}
 * @param classes names in the order of the outputs; a detector's background is not among them
 * @param input the pictures it takes
 * @param provenance where it comes from
 * @param config what else the architecture needs, as JSON texts by key
 */
public record ModelMetadata(
    String architecture,
    List<String> classes,
    InputFormat input,
    Provenance provenance,
    Map<String, String> config) {
  public ModelMetadata {
    classes = List.copyOf(classes);
    config = Map.copyOf(config);
    if (architecture.isBlank() || classes.isEmpty()) {
      throw new IllegalArgumentException("model: an architecture and at least one class wanted");
    }
    if (new LinkedHashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException("model: class names must differ, got " + classes);
    }
  }
}
