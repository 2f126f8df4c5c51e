package org.tucana.nn.factor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.InnerChannels;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.WeightLayer;

/** Networks some of whose layers are stored as factors, lack filters or round their inputs. */
public final class FactorisedNetworks {
  /** Where a model file's {@code config} holds the factors, see {@link LayerFormsJson}. */
  private static final String FACTORS_KEY = "factorization";

  /** Where it holds how many filters are left, see {@link FilterCountsJson}. */
  private static final String FILTERS_KEY = "pruning";

  /** Where it holds what inputs are rounded to, see {@link InputLevelsJson}. */
  private static final String LEVELS_KEY = "quantization";

  private static final int NAMES_SHOWN = 8;

  private FactorisedNetworks() {}

  /**
   * Makes a network in the forms of its space. Nothing is left of it where that fails.
   *
   * @throws FormatException where a form is for no layer of the network or does not suit its layer
   */
  public static <M extends NetworkModule> M build(
      ParameterSpace space, Function<ParameterSpace, M> maker) {
    return space.build(tracked -> {
      M network = maker.apply(tracked);
      requireAll(network, space.forms());
      return network;
    });
  }

  /** Whether a model file says that layers round their inputs. */
  public static boolean isRounded(ModelMetadata metadata) {
    return metadata.config().containsKey(LEVELS_KEY);
  }

  /**
   * The forms that a model file says its layers are stored in.
   *
   * @param source file name, for messages
   * @throws FormatException where they cannot be read
   */
  public static LayerForms forms(String source, ModelMetadata metadata) {
    Map<String, String> config = metadata.config();
    LayerForms forms = LayerForms.none();
    if (config.containsKey(FACTORS_KEY)) {
      forms = LayerFormsJson.read(place(source, FACTORS_KEY), config.get(FACTORS_KEY));
    }
    if (config.containsKey(FILTERS_KEY)) {
      forms =
          forms.withFilters(
              FilterCountsJson.read(place(source, FILTERS_KEY), config.get(FILTERS_KEY)));
    }
    if (config.containsKey(LEVELS_KEY)) {
      forms =
          forms.withInputLevels(
              InputLevelsJson.read(place(source, LEVELS_KEY), config.get(LEVELS_KEY)));
    }
    return forms;
  }

  private static String place(String source, String key) {
    return source + " (" + key + ")";
  }

  /** A model file's {@code config}: what is given and, where there are any, the network's forms. */
  public static Map<String, String> config(NetworkModule network, Map<String, String> others) {
    Map<String, String> config = new LinkedHashMap<>(others);
    LayerForms forms = forms(network);
    if (!forms.byName().isEmpty()) {
      config.put(FACTORS_KEY, LayerFormsJson.write(forms));
    }
    if (!forms.filters().isEmpty()) {
      config.put(FILTERS_KEY, FilterCountsJson.write(forms.filters()));
    }
    if (!forms.inputLevels().isEmpty()) {
      config.put(LEVELS_KEY, InputLevelsJson.write(forms.inputLevels()));
    }
    return config;
  }

  /**
   * The layers of a network that are or could be stored as factors, by full name, in the order of
   * its state: convolutions and linear layers, but for those that it keeps whole.
   */
  public static SequencedMap<String, Layer> layers(NetworkModule network) {
    SequencedMap<String, Layer> layers = new LinkedHashMap<>();
    network.visit(module -> {
      switch (module) {
        case FactorisedLayer layer -> layers.put(layer.path(), layer);
        case Conv2dLayer layer when !layer.isWhole() -> layers.put(layer.path(), layer);
        case LinearLayer layer when !layer.isWhole() -> layers.put(layer.path(), layer);
        default -> {}
      }
    });
    return layers;
  }

  /**
   * The layers of a network that multiply by one weight, by full name, in the order of its state:
   * whole ones and the parts of those that are stored as factors.
   */
  public static SequencedMap<String, WeightLayer> weightLayers(NetworkModule network) {
    SequencedMap<String, WeightLayer> layers = new LinkedHashMap<>();
    network.visit(module -> {
      if (module instanceof WeightLayer layer) {
        layers.put(layer.path(), layer);
      }
    });
    return layers;
  }

  /** Channels of a network that may be fewer, in the order of its state. */
  public static List<InnerChannels> innerChannels(NetworkModule network) {
    List<InnerChannels> all = new ArrayList<>();
    network.visit(module -> all.addAll(module.innerChannels()));
    return all;
  }

  /** How a network's layers are stored: what it takes to make it again. */
  public static LayerForms forms(NetworkModule network) {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    layers(network)
        .forEach((name, layer) -> {
          if (layer instanceof FactorisedLayer factorised) {
            forms.put(name, factorised.form());
          }
        });
    Map<String, Integer> filters = new LinkedHashMap<>();
    for (InnerChannels channels : innerChannels(network)) {
      if (channels.isPruned()) {
        filters.put(channels.producer(), channels.kept());
      }
    }
    Map<String, Levels> levels = new LinkedHashMap<>();
    weightLayers(network)
        .forEach((name, layer) -> layer.inputLevels().ifPresent(l -> levels.put(name, l)));
    return LayerForms.of(forms).withFilters(filters).withInputLevels(levels);
  }

  /** Refuses forms for layers that a network lacks or that cannot have them. */
  private static void requireAll(NetworkModule network, LayerForms wanted) {
    requireKnown(wanted.byName().keySet(), layers(network).keySet(), "be stored as factors");
    requireKnown(
        wanted.filters().keySet(),
        innerChannels(network).stream()
            .map(InnerChannels::producer)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        "have fewer filters");
    requireKnown(wanted.inputLevels().keySet(), weightLayers(network).keySet(), "round its input");
  }

  private static void requireKnown(Set<String> wanted, Set<String> known, String what) {
    for (String name : wanted) {
      if (!known.contains(name)) {
        String more =
            known.size() > NAMES_SHOWN ? ", " + (known.size() - NAMES_SHOWN) + " more" : "";
        throw new FormatException(
            "network: there is no layer '"
                + name
                + "' that can "
                + what
                + "; it has "
                + (known.isEmpty()
                    ? "none"
                    : known.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")) + more));
      }
    }
  }
}
