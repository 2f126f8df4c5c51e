package org.tucana.decomposition.rank;

import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.factor.BoundedRank;
import org.tucana.nn.module.LayerForm;

/** What forms a layer can have. */
final class FormLimits {
  private FormLimits() {}

  static void check(CandidateLayer layer, LayerForm form) {
    switch (form) {
      case LayerForm.Tucker2 _ ->
          require(
              layer, Kind.CONVOLUTION, "{\"in\", \"out\"} is for convolutions", "{\"rank\": r}");
      case LayerForm.Svd _ -> {}
      case LayerForm.Cp _ -> {
        require(layer, Kind.CONVOLUTION, "cp is for convolutions", "{\"rank\": r}");
        if (layer.groups() > 1) {
          throw fault(
              layer,
              "cp is for convolutions without groups, it has " + layer.groups(),
              "give {\"in\": a, \"out\": b}");
        }
      }
      case LayerForm.TensorTrain train -> {
        require(layer, Kind.LINEAR, "tt is for linear layers", "{\"in\": a, \"out\": b}");
        product(layer, "in", train.in(), train.inFeatures(), layer.inChannels());
        product(layer, "out", train.out(), train.outFeatures(), layer.outChannels());
      }
    }
    for (BoundedRank bounded : BoundedRank.of(form, layer.weightShape(), layer.groups())) {
      if (bounded.isTooLarge()) {
        throw fault(
            layer,
            String.format(
                "\"%s\" is %d but its weight %s allows %d",
                bounded.key(), bounded.rank(), layer.weightShape(), bounded.most()),
            "lower it");
      }
    }
  }

  private static void product(
      CandidateLayer layer, String side, List<Integer> sizes, int product, int expected) {
    if (product != expected) {
      throw fault(
          layer,
          "tt sizes \"" + side + "\" " + sizes + " multiply to " + product,
          "choose sizes whose product is " + expected);
    }
  }

  private static void require(CandidateLayer layer, Kind kind, String rule, String instead) {
    if (layer.kind() != kind) {
      throw fault(layer, rule + ", its weight is " + layer.weightShape(), "give " + instead);
    }
  }

  private static FormatException fault(CandidateLayer layer, String wrong, String cure) {
    return new FormatException("layer " + layer.name() + ": " + wrong + "; " + cure);
  }
}
