package org.tucana.nn.module;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.tucana.core.kernel.Levels;

/**
 * How a network's layers differ from what its architecture says, by full layer name: which are
 * stored as factors and how, which have fewer filters, and which round their inputs.
 */
public final class LayerForms {
  private static final LayerForms NONE = new LayerForms(Map.of(), Map.of(), Map.of());

  private final SequencedMap<String, LayerForm> byName;
  private final SequencedMap<String, Integer> filters;
  private final SequencedMap<String, Levels> inputLevels;

  private LayerForms(
      Map<String, LayerForm> byName,
      Map<String, Integer> filters,
      Map<String, Levels> inputLevels) {
    this.byName = sorted(byName);
    this.filters = sorted(filters);
    this.inputLevels = sorted(inputLevels);
  }

  private static <V> SequencedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSequencedMap(new TreeMap<>(map));
  }

  /** Every layer is stored as one weight with all its filters. */
  public static LayerForms none() {
    return NONE;
  }

  /** Layers stored as factors, all with all their filters. */
  public static LayerForms of(Map<String, LayerForm> byName) {
    return new LayerForms(byName, Map.of(), Map.of());
  }

  /** The same with other layers stored as factors too; a layer that is already gets a new form. */
  public LayerForms with(Map<String, LayerForm> more) {
    return new LayerForms(both(byName, more), filters, inputLevels);
  }

  /** The same with so many filters of some layers, see {@link InnerChannels#producer}. */
  public LayerForms withFilters(Map<String, Integer> more) {
    return new LayerForms(byName, both(filters, more), inputLevels);
  }

  /** The same with layers that round their inputs, see {@link WeightLayer}. */
  public LayerForms withInputLevels(Map<String, Levels> more) {
    return new LayerForms(byName, filters, both(inputLevels, more));
  }

  /** The same but for a layer, which is as its architecture says. */
  public LayerForms without(String layer) {
    return new LayerForms(
        others(byName, layer), others(filters, layer), others(inputLevels, layer));
  }

  private static <V> Map<String, V> others(Map<String, V> some, String layer) {
    Map<String, V> others = new TreeMap<>(some);
    others.remove(layer);
    return others;
  }

  private static <V> Map<String, V> both(Map<String, V> some, Map<String, V> more) {
    Map<String, V> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
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

  /** What layers round their inputs to, in alphabetical order; factors are layers of their own. */
  public SequencedMap<String, Levels> inputLevels() {
    return inputLevels;
  }

  /** Whether every layer is as the architecture says. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerForms forms
        && byName.equals(forms.byName)
        && filters.equals(forms.filters)
        && inputLevels.equals(forms.inputLevels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(byName, filters, inputLevels);
  }

  @Override
  public String toString() {
    return "LayerForms " + byName + ", filters " + filters + ", input levels " + inputLevels;
  }
}
