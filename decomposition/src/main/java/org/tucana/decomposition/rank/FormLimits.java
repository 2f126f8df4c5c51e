package org.tucana.decomposition.rank;

import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.module.LayerForm;

/** What forms a layer can have. */
final class FormLimits {
  private FormLimits() {}

  static void check(CandidateLayer layer, LayerForm form) {
    switch (form) {
      case LayerForm.Tucker2(int in, int out) -> {
        require(layer, Kind.CONVOLUTION, "{\"in\", \"out\"} is for convolutions", "{\"rank\": r}");
        atMost(layer, "in", in, layer.inChannels());
        atMost(layer, "out", out, layer.outChannels());
      }
      case LayerForm.Svd(int rank) -> {
        if (layer.kernelElements() > 1) {
          throw fault(
              layer,
              "{\"rank\"} is for 1x1 convolutions and linear layers, its weight is "
                  + layer.weightShape(),
              "give {\"in\": a, \"out\": b}");
        }
        atMost(layer, "rank", rank, Math.min(layer.inChannels(), layer.outChannels()));
      }
      case LayerForm.Cp(int rank) -> {
        require(layer, Kind.CONVOLUTION, "cp is for convolutions", "{\"rank\": r}");
        if (layer.groups() > 1) {
          throw fault(
              layer,
              "cp is for convolutions without groups, it has " + layer.groups(),
              "give {\"in\": a, \"out\": b}");
        }
        atMost(layer, "rank", rank, greatestCpRank(layer));
      }
      case LayerForm.TensorTrain train -> {
        require(layer, Kind.LINEAR, "tt is for linear layers", "{\"in\": a, \"out\": b}");
        checkTrain(layer, train);
      }
    }
  }

  private static void checkTrain(CandidateLayer layer, LayerForm.TensorTrain form) {
    product(layer, "in", form.in(), layer.inChannels());
    product(layer, "out", form.out(), layer.outChannels());
    long left = 1;
    for (int k = 0; k < form.ranks().size(); k++) {
      left *= (long) form.in().get(k) * form.out().get(k);
      long most = Math.min(left, layer.parameters() / left);
      atMost(layer, "ranks[" + k + "]", form.ranks().get(k), most);
    }
  }

  private static void product(
      CandidateLayer layer, String side, List<Integer> sizes, int expected) {
    long product = 1;
    for (int size : sizes) {
      product = Math.min(product * size, Integer.MAX_VALUE);
    }
    if (product != expected) {
      throw fault(
          layer,
          "tt sizes \"" + side + "\" " + sizes + " multiply to " + product,
          "choose sizes whose product is " + expected);
    }
  }

  /** One term for each fibre along the largest size writes any weight. */
  private static long greatestCpRank(CandidateLayer layer) {
    int largest = 1;
    for (int size : layer.weightShape().dims()) {
      largest = Math.max(largest, size);
    }
    return layer.parameters() / largest;
  }

  private static void require(CandidateLayer layer, Kind kind, String rule, String instead) {
    if (layer.kind() != kind) {
      throw fault(layer, rule + ", its weight is " + layer.weightShape(), "give " + instead);
    }
  }

  private static void atMost(CandidateLayer layer, String name, int rank, long most) {
    if (rank > most) {
      throw fault(
          layer,
          "\""
              + name
              + "\" is "
              + rank
              + " but its weight "
              + layer.weightShape()
              + " allows "
              + most,
          "lower it");
    }
  }

  private static FormatException fault(CandidateLayer layer, String wrong, String cure) {
    return new FormatException("layer " + layer.name() + ": " + wrong + "; " + cure);
  }
}
