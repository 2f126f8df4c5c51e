package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.List;
import org.tucana.nn.module.LayerForm;

/**
 * One small layer of a factorised one. Each weight is multiplied once at each position, whatever
 * the groups.
 *
 * @param parameters numbers in its weight
 * @param positions places at which it is applied
 */
record FormPart(long parameters, long positions) {
  long macs() {
    return parameters * positions;
  }

  static List<FormPart> of(CandidateLayer layer, LayerForm form) {
    return switch (form) {
      case LayerForm.Tucker2 tucker -> tucker(layer, tucker);
      case LayerForm.Svd(int rank) ->
          // The first of the two has kernel and stride, so both lie at the output's positions.
          List.of(
              new FormPart(rank * inputs(layer) * layer.kernelElements(), layer.outPositions()),
              new FormPart(rank * outputs(layer), layer.outPositions()));
      case LayerForm.Cp(int rank) -> cp(layer, rank);
      case LayerForm.TensorTrain train -> train(layer, train);
    };
  }

  private static long inputs(CandidateLayer layer) {
    return (long) layer.groups() * layer.inChannels();
  }

  private static long outputs(CandidateLayer layer) {
    return layer.weightShape().dim(0);
  }

  private static List<FormPart> tucker(CandidateLayer layer, LayerForm.Tucker2 form) {
    long core = (long) layer.groups() * form.in() * form.out() * layer.kernelElements();
    return List.of(
        new FormPart(form.in() * inputs(layer), layer.inPositions()),
        new FormPart(core, layer.outPositions()),
        new FormPart(form.out() * outputs(layer), layer.outPositions()));
  }

  private static List<FormPart> cp(CandidateLayer layer, long rank) {
    // The column kernels have made the rows those of the output, the columns are still those of the
    // input: the geometric mean, where both axes have the same stride.
    long between = Math.round(Math.sqrt((double) layer.inPositions() * layer.outPositions()));
    return List.of(
        new FormPart(rank * inputs(layer), layer.inPositions()),
        new FormPart(rank * layer.weightShape().dim(2), between),
        new FormPart(rank * layer.weightShape().dim(3), layer.outPositions()),
        new FormPart(rank * outputs(layer), layer.outPositions()));
  }

  /**
   * Cores are applied from the first to the last: outputs so far, the core, inputs still to come.
   */
  private static List<FormPart> train(CandidateLayer layer, LayerForm.TensorTrain form) {
    List<FormPart> parts = new ArrayList<>();
    long outputsBefore = 1;
    long inputsAfter = inputs(layer);
    int last = form.in().size() - 1;
    for (int k = 0; k <= last; k++) {
      int in = form.in().get(k);
      int out = form.out().get(k);
      long before = k == 0 ? 1 : form.ranks().get(k - 1);
      long after = k == last ? 1 : form.ranks().get(k);
      inputsAfter /= in;
      parts.add(
          new FormPart(
              before * out * in * after, layer.outPositions() * outputsBefore * inputsAfter));
      outputsBefore *= out;
    }
    return parts;
  }
}
