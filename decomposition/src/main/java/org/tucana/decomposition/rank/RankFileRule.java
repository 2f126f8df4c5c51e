package org.tucana.decomposition.rank;

import java.util.List;
import java.util.Optional;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

/**
 * The ranks of a file.
 *
 * @param file what the file says
 */
public record RankFileRule(RankFile file) implements RankRule {
  @Override
  public List<RankChoice> choose(RankCandidates candidates) {
    LayerForms forms = file.apply(candidates.layers());
    return candidates.layers().stream().map(layer -> choice(layer, forms)).toList();
  }

  private RankChoice choice(CandidateLayer layer, LayerForms forms) {
    Optional<LayerForm> form = forms.of(layer.name());
    return new RankChoice(
        layer,
        form,
        List.of(),
        List.of(),
        file.entryOf(layer.name())
            .map(entry -> "'" + entry.layers() + "' of " + file.source())
            .orElse("not in " + file.source()));
  }
}
