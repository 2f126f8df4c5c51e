package org.tucana.decomposition.rewrite;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.train.Progress;

/**
 * A network made anew with some layers as factors of their weights.
 *
 * @param network the new network; the caller closes it
 * @param relativeErrors of the weights that the factors stand for, by layer
 * @param <N> kind of network
 */
public record Rewriting<N extends NetworkModule>(
    N network, SequencedMap<String, Double> relativeErrors) {

  /**
   * Decomposes weights and builds the network that holds the factors. Everything else is copied;
   * layers that were factors before stay as they are.
   *
   * @param network the original, which is left alone
   * @param architecture makes a network of the same kind
   * @param choices what some of its layers become
   * @param progress is told how many layers are done
   */
  public static <N extends NetworkModule> Rewriting<N> of(
      N network,
      Function<ParameterSpace, N> architecture,
      List<RankChoice> choices,
      Progress progress) {
    Backend backend = network.backend();
    Map<String, LayerForm> forms = new HashMap<>();
    SequencedMap<String, HostTensor> values = StateDict.read(network);
    SequencedMap<String, Double> errors = new LinkedHashMap<>();
    try (EagerSession session = new EagerSession(backend)) {
      for (RankChoice choice : choices) {
        if (choice.form().isEmpty()) {
          continue;
        }
        String name = choice.layer().name();
        LayerForm form = choice.form().get();
        HostTensor weight = values.remove(name + ".weight");
        Optional<HostTensor> bias = Optional.ofNullable(values.remove(name + ".bias"));
        try (Scope _ = session.scope()) {
          FactoredWeight factored =
              WeightFactoring.factor(session, weight, bias, form, choice.layer().groups());
          factored.values().forEach((part, value) -> values.put(name + "." + part, value));
          errors.put(name, factored.relativeError());
        }
        forms.put(name, form);
        progress.at(errors.size(), name);
      }
    }
    return new Rewriting<>(
        made(backend, architecture, FactorisedNetworks.forms(network).with(forms), values), errors);
  }

  /** A network with these forms and values. */
  static <N extends NetworkModule> N made(
      Backend backend,
      Function<ParameterSpace, N> architecture,
      LayerForms forms,
      Map<String, HostTensor> values) {
    N network =
        FactorisedNetworks.build(ParameterSpace.toBeLoaded(backend).withForms(forms), architecture);
    try {
      StateDict.load(network, "rewritten network", values);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }
}
