package org.tucana.nn.module;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How a network's layers differ from what its architecture says, by full layer name: which are
 * stored as factors and how, and which have fewer filters.
 */
public final class LayerForms {
  private static final LayerForms NONE = new LayerForms(Map.of(), Map.of());

  private final SequencedMap<String, LayerForm> byName;
  private final SequencedMap<String, Integer> filters;

  private LayerForms(Map<String, LayerForm> byName, Map<String, Integer> filters) {
    this.byName = Collections.unmodifiableSequencedMap(new TreeMap<>(byName));
    this.filters = Collections.unmodifiableSequencedMap(new TreeMap<>(filters));
  }

  /** Every layer is stored as one weight with all its filters. */
  public static LayerForms none() {
    return NONE;
  }

  /** Layers stored as factors, all with all their filters. */
  public static LayerForms of(Map<String, LayerForm> byName) {
    return new LayerForms(byName, Map.of());
  }

  /** The same with other layers stored as factors too; a layer that is already gets a new form. */
  public LayerForms with(Map<String, LayerForm> more) {
    Map<String, LayerForm> all = new TreeMap<>(byName);
    all.putAll(more);
    return new LayerForms(all, filters);
  }

  /** The same with so many filters of some layers, see {@link InnerChannels#producer}. */
  public LayerForms withFilters(Map<String, Integer> more) {
    Map<String, Integer> all = new TreeMap<>(filters);
    all.putAll(more);
    return new LayerForms(byName, all);
  }

  /** The form of the layer of that name; empty where it is stored as one weight. */
  public Optional<LayerForm> of(String layer) {
    return Optional.ofNullable(byName.get(layer));
  }

  /** The layers stored as factors, in alphabetical order of the names. */
  public SequencedMap<String, LayerForm> byName() {
    return byName;
  }

  /** How many filters layers have that lack some, in alphabetical order of the names. */
  public SequencedMap<String, Integer> filters() {
    return filters;
  }

  /** Whether every layer is as the architecture says. */
  public boolean isEmpty() {
    return byName.isEmpty() && filters.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerForms forms
        && byName.equals(forms.byName)
        && filters.equals(forms.filters);
  }

  @Override
  public int hashCode() {
    return 31 * byName.hashCode() + filters.hashCode();
  }

  @Override
  public String toString() {
    return "LayerForms " + byName + ", filters " + filters;
  }
}
