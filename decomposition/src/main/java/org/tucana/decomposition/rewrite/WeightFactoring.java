package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.cp.Cp;
import org.tucana.decomposition.cp.CpAls;
import org.tucana.decomposition.train.TensorTrainMatrix;
import org.tucana.decomposition.tucker.Hooi;
import org.tucana.decomposition.tucker.Tucker;
import org.tucana.decomposition.tucker.TuckerRanks;
import org.tucana.nn.module.LayerForm;

/**
 * Decomposes weights [K,C/G,R,S] or [out,in] into the state of factorised layers: see the layers of
 * {@link org.tucana.nn.factor} for what each part means.
 */
final class WeightFactoring {
  /**
   * What the last sweeps gain is far below what fine-tuning changes; trained weights settle within
   * some five.
   */
  private static final Hooi.Settings ITERATION =
      Hooi.Settings.defaults().withSweeps(20).withTolerance(1e-4);

  private static final int OUT = 0;
  private static final int IN = 1;

  private WeightFactoring() {}

  /**
   * Decomposes a weight.
   *
   * @param session whose innermost scope owns what is made on the way
   * @param weight of a convolution or linear layer
   * @param bias which the last part takes
   * @param form what the layer becomes
   * @param groups of the convolution; each is decomposed on its own
   */
  static FactoredWeight factor(
      EagerSession session,
      HostTensor weight,
      Optional<HostTensor> bias,
      LayerForm form,
      int groups) {
    Tensor w = session.upload(weight);
    return switch (form) {
      case LayerForm.Tucker2(int in, int out) ->
          grouped(w, bias, groups, part -> tucker(part, in, out));
      case LayerForm.Svd(int rank) -> grouped(w, bias, groups, part -> product(part, rank));
      case LayerForm.Cp(int rank) -> chain(cp(w, rank), bias);
      case LayerForm.TensorTrain train -> tensorTrain(w, bias, train);
    };
  }

  /** The weights of a chain of layers, and how well they stand for the whole. */
  private record Parts(List<Tensor> weights, double relativeError) {}

  /** How the weight of one group becomes parts. */
  @FunctionalInterface
  private interface Splitting {
    Parts of(Tensor weight);
  }

  /** Each group's parts, put one after the other along the output channels. */
  private static FactoredWeight grouped(
      Tensor weight, Optional<HostTensor> bias, int groups, Splitting splitting) {
    int rows = weight.dim(OUT) / groups;
    List<Parts> all = new ArrayList<>();
    double missing = 0;
    double whole = 0;
    for (int g = 0; g < groups; g++) {
      Tensor part = weight.slice(OUT, g * rows, (g + 1) * rows);
      Parts split = splitting.of(part);
      double norm = InnerProduct.squaredNorm(part);
      missing += split.relativeError * split.relativeError * norm;
      whole += norm;
      all.add(split);
    }
    List<Tensor> joined = new ArrayList<>();
    for (int p = 0; p < all.getFirst().weights.size(); p++) {
      int position = p;
      joined.add(Joining.concat(OUT, all.stream().map(s -> s.weights.get(position)).toList()));
    }
    return chain(new Parts(joined, Math.sqrt(missing / whole)), bias);
  }

  /** 1x1, core, 1x1: the core of a Tucker-2 decomposition between its factors. */
  private static Parts tucker(Tensor weight, int in, int out) {
    SequencedMap<Integer, Integer> ranks = new LinkedHashMap<>();
    ranks.put(OUT, out);
    ranks.put(IN, in);
    Tucker tucker = Hooi.decompose(weight, TuckerRanks.ofModes(ranks), ITERATION);
    return new Parts(
        List.of(
            tucker.factor(IN).permute(1, 0).reshape(in, weight.dim(IN), 1, 1),
            tucker.core(),
            tucker.factor(OUT).reshape(weight.dim(OUT), out, 1, 1)),
        tucker.relativeError());
  }

  /**
   * Two of inner width r, of the weight as a matrix of output channels. Projecting a matrix on its
   * leading left singular vectors is the best approximation of that rank, so a Tucker decomposition
   * along the smaller mode is the truncated singular value decomposition.
   */
  private static Parts product(Tensor weight, int rank) {
    int rows = weight.dim(OUT);
    int columns = weight.shape().elements() / rows;
    int mode = rows <= columns ? OUT : IN;
    SequencedMap<Integer, Integer> ranks = new LinkedHashMap<>();
    ranks.put(mode, rank);
    Tucker tucker =
        Hooi.decompose(weight.reshape(rows, columns), TuckerRanks.ofModes(ranks), ITERATION);
    Tensor first = mode == OUT ? tucker.core() : tucker.factor(IN).permute(1, 0);
    Tensor second = mode == OUT ? tucker.factor(OUT) : tucker.core();
    boolean convolution = weight.shape().rank() == 4;
    return new Parts(
        convolution
            ? List.of(
                first.reshape(weight.shape().with(OUT, rank).dims()),
                second.reshape(rows, rank, 1, 1))
            : List.of(first, second),
        tucker.relativeError());
  }

  /** 1x1, column, row, 1x1; the components' weights are shared out over the four. */
  private static Parts cp(Tensor weight, int rank) {
    Cp cp = CpAls.decompose(weight, rank, CpAls.Settings.defaults());
    Tensor share = Arithmetic.sqrt(Arithmetic.sqrt(cp.weights()));
    List<Tensor> factors = cp.factors().stream().map(f -> Arithmetic.multiply(f, share)).toList();
    return new Parts(
        List.of(
            factors.get(IN).permute(1, 0).reshape(rank, weight.dim(IN), 1, 1),
            factors.get(2).permute(1, 0).reshape(rank, 1, weight.dim(2), 1),
            factors.get(3).permute(1, 0).reshape(rank, 1, 1, weight.dim(3)),
            factors.get(OUT).reshape(weight.dim(OUT), rank, 1, 1)),
        cp.relativeError());
  }

  private static FactoredWeight tensorTrain(
      Tensor weight, Optional<HostTensor> bias, LayerForm.TensorTrain form) {
    TensorTrainMatrix train =
        TensorTrainMatrix.decompose(weight, form.out(), form.in(), form.ranks());
    List<Tensor> cores = train.cores();
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    for (int k = 0; k < cores.size(); k++) {
      values.put("core" + k, cores.get(k).read());
    }
    bias.ifPresent(b -> values.put("bias", b));
    return new FactoredWeight(values, train.train().relativeError());
  }

  /** The state of layers one after the other, named like torch's {@code nn.Sequential}. */
  private static FactoredWeight chain(Parts parts, Optional<HostTensor> bias) {
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    int last = parts.weights.size() - 1;
    for (int p = 0; p <= last; p++) {
      values.put(p + ".weight", parts.weights.get(p).read());
    }
    bias.ifPresent(b -> values.put(last + ".bias", b));
    return new FactoredWeight(values, parts.relativeError);
  }
}
