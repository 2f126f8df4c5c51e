package org.tucana.nn.factor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.core.type.FormatException;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** Networks some of whose layers are stored as factors. */
public final class FactorisedNetworks {
  /** Where a model file's {@code config} holds the forms, see {@link LayerFormsJson}. */
  private static final String CONFIG_KEY = "factorization";

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

  /**
   * The forms that a model file says its layers are stored in.
   *
   * @param source file name, for messages
   * @throws FormatException where they cannot be read
   */
  public static LayerForms forms(String source, ModelMetadata metadata) {
    String text = metadata.config().get(CONFIG_KEY);
    return text == null
        ? LayerForms.none()
        : LayerFormsJson.read(source + " (" + CONFIG_KEY + ")", text);
  }

  /** A model file's {@code config}: what is given and, where there are any, the network's forms. */
  public static Map<String, String> config(NetworkModule network, Map<String, String> others) {
    Map<String, String> config = new LinkedHashMap<>(others);
    LayerForms forms = forms(network);
    if (!forms.byName().isEmpty()) {
      config.put(CONFIG_KEY, LayerFormsJson.write(forms));
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

  /** How a network's layers are stored: what it takes to make it again. */
  public static LayerForms forms(NetworkModule network) {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    layers(network)
        .forEach((name, layer) -> {
          if (layer instanceof FactorisedLayer factorised) {
            forms.put(name, factorised.form());
          }
        });
    return LayerForms.of(forms);
  }

  /** Refuses forms for layers that a network lacks or keeps whole. */
  private static void requireAll(NetworkModule network, LayerForms wanted) {
    SequencedMap<String, Layer> known = layers(network);
    for (String name : wanted.byName().keySet()) {
      if (!known.containsKey(name)) {
        String more =
            known.size() > NAMES_SHOWN ? ", " + (known.size() - NAMES_SHOWN) + " more" : "";
        throw new FormatException(
            "network: there is no layer '"
                + name
                + "' that can be stored as factors; it has "
                + known.keySet().stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + more);
      }
    }
  }
}
