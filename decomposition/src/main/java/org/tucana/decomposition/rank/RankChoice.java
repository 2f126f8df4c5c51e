package org.tucana.decomposition.rank;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

/**
 * What a rule decided for a layer.
 *
 * @param layer the layer
 * @param form how it is to be stored; empty where it stays as it is
 * @param modes the estimates behind the form; empty where there are none
 * @param evbmf what {@link EvbmfRule} estimates for the same modes, where the rule compares itself
 *     with it; empty otherwise
 * @param reason in words
 */
public record RankChoice(
    CandidateLayer layer,
    Optional<LayerForm> form,
    List<ModeEstimate> modes,
    List<ModeEstimate> evbmf,
    String reason) {
  public RankChoice {
    modes = List.copyOf(modes);
    evbmf = List.copyOf(evbmf);
    form.ifPresent(layer::requireFits);
  }

  /** The layer stays as it is. */
  public static RankChoice leave(CandidateLayer layer, String reason) {
    return new RankChoice(layer, Optional.empty(), List.of(), List.of(), reason);
  }

  /** A form without estimates. */
  public static RankChoice of(CandidateLayer layer, LayerForm form, String reason) {
    return new RankChoice(layer, Optional.of(form), List.of(), List.of(), reason);
  }

  /**
   * The usual form with estimated ranks.
   *
   * @param modes one for each of {@link LayerMode#of}, in that order
   */
  public static RankChoice of(CandidateLayer layer, List<ModeEstimate> modes) {
    LayerForm form = LayerMode.form(layer, modes.stream().map(ModeEstimate::rank).toList());
    String reason = modes.stream().map(ModeEstimate::toString).collect(Collectors.joining(", "));
    return new RankChoice(layer, Optional.of(form), modes, List.of(), reason);
  }

  /** The same beside the estimates of EVBMF. */
  RankChoice besideEvbmf() {
    return new RankChoice(layer, form, modes, EvbmfRule.estimates(layer), reason);
  }

  /** Numbers in the layer's weights as chosen. */
  public long parameters() {
    return form.map(layer::parameters).orElseGet(layer::parameters);
  }

  /** Multiply-accumulates of the layer as chosen. */
  public long macs() {
    return form.map(layer::macs).orElseGet(layer::macs);
  }

  /** Whether the layer has fewer parameters than before. */
  public boolean savesParameters() {
    return parameters() < layer.parameters();
  }

  /** Whether the layer takes fewer multiply-accumulates than before. */
  public boolean savesMacs() {
    return macs() < layer.macs();
  }

  /** Whether any rank had to be brought into range. */
  public boolean clamped() {
    return modes.stream().anyMatch(ModeEstimate::clamped);
  }

  /** The forms of the layers that change. */
  public static LayerForms forms(List<RankChoice> choices) {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    for (RankChoice choice : choices) {
      choice.form.ifPresent(form -> forms.put(choice.layer.name(), form));
    }
    return LayerForms.of(forms);
  }
}
