package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.PlanOptions;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.TuckerConvolution;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * 3x3 convolutions stored as Tucker-2 factors, each with bias and ReLU, as a plan on pictures
 * [N,C,H,H]: three convolutions with nothing between them, which the plan may do in one step. They
 * are as many as hide the way into the plan and out of it; times are of one.
 *
 * @param channels C, of input and output
 * @param innerRank channels of the core's input
 * @param outerRank channels of the core's output
 * @param side H, rows and columns
 * @param batch N
 * @param chains whether the plan may do so
 */
public record TuckerLayer(
    int channels, int innerRank, int outerRank, int side, int batch, boolean chains)
    implements DeviceWork {
  private static final long SEED = 1;
  private static final Parts PARTS = new Parts(8, "layer");

  /** Of one picture, in a plan that may do all in one step. */
  public TuckerLayer(int channels, int innerRank, int outerRank, int side) {
    this(channels, innerRank, outerRank, side, 1, true);
  }

  /** Layers of residual networks, of a feature pyramid and of a small picture's backbone. */
  static List<TuckerLayer> all() {
    return List.of(
        new TuckerLayer(64, 16, 16, 16),
        new TuckerLayer(256, 64, 64, 200),
        new TuckerLayer(64, 24, 24, 56).ofBatch(32),
        new TuckerLayer(128, 48, 48, 28).ofBatch(32),
        new TuckerLayer(256, 96, 96, 14).ofBatch(64));
  }

  /** The same of so many pictures. */
  public TuckerLayer ofBatch(int pictures) {
    return new TuckerLayer(channels, innerRank, outerRank, side, pictures, chains);
  }

  /** The same in a plan in which each of the three convolutions is a step. */
  public TuckerLayer withoutChains() {
    return new TuckerLayer(channels, innerRank, outerRank, side, batch, false);
  }

  @Override
  public String name() {
    return "tucker3x3-%d-%d-%d@%d%s%s"
        .formatted(
            channels,
            innerRank,
            outerRank,
            side,
            Values.batchSuffix(batch),
            chains ? "" : "-apart");
  }

  @Override
  public Parts parts() {
    return PARTS;
  }

  @Override
  public Optional<Effort> effort() {
    return Stream.of(
            new Convolution(1, 1, channels, innerRank, side),
            new Convolution(3, 1, innerRank, outerRank, side),
            new Convolution(1, 1, outerRank, channels, side))
        .map(convolution -> convolution.ofBatch(batch).work())
        .reduce(Effort::plus);
  }

  private HostTensor input() {
    return Values.uniform("picture", batch, channels, side, side);
  }

  @Override
  public ReadableWork open(Backend backend) {
    ReluStack layers =
        new ReluStack(
            ParameterSpace.random(backend, SEED),
            PARTS.count(),
            (_, space) ->
                new TuckerConvolution(
                    space,
                    ConvSpec.of(channels, channels, 3).padding(1),
                    new LayerForm.Tucker2(innerRank, outerRank)));
    PlanOptions options = PlanOptions.defaults();
    return new PlannedWork(
        backend, layers, layers::forward, input(), chains ? options : options.withoutChains());
  }
}
