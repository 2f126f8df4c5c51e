package org.tucana.nn.module;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Which layers of a network are stored as factors, by full layer name, and how. */
public final class LayerForms {
  private static final LayerForms NONE = new LayerForms(Map.of());

  private final SequencedMap<String, LayerForm> byName;

  private LayerForms(Map<String, LayerForm> byName) {
    this.byName = Collections.unmodifiableSequencedMap(new TreeMap<>(byName));
  }

  /** Every layer is stored as one weight. */
  public static LayerForms none() {
    return NONE;
  }

  public static LayerForms of(Map<String, LayerForm> byName) {
    return new LayerForms(byName);
  }

  /** The form of the layer of that name; empty where it is stored as one weight. */
  public Optional<LayerForm> of(String layer) {
    return Optional.ofNullable(byName.get(layer));
  }

  /** In alphabetical order of the names. */
  public SequencedMap<String, LayerForm> byName() {
    return byName;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerForms forms && byName.equals(forms.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return "LayerForms " + byName;
  }
}
