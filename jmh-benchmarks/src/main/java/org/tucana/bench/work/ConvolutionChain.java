package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * Equal convolutions with ReLU, one after the other, as one plan: what a layer costs within a
 * network, where nothing goes between layouts. Each has weights of its own, and all together they
 * do not fit the processor's second-level caches, so that weights are cold, as in a network.
 *
 * @param period convolutions that follow each other, the last of which leads back to the first's
 *     input: one, or two where channels change
 * @param repeats how often they do
 */
public record ConvolutionChain(List<Convolution> period, int repeats) implements Work {
  /** Several times the second-level caches of a few cores. */
  private static final long COLD_BYTES = 8L << 20;

  private static final int FEWEST = 4;
  private static final long SEED = 1;

  public ConvolutionChain {
    period = List.copyOf(period);
    Convolution first = period.getFirst();
    for (int i = 0; i < period.size(); i++) {
      Convolution next = period.get((i + 1) % period.size());
      if (period.get(i).outChannels() != next.inChannels()
          || period.get(i).stride() != 1
          || period.get(i).batch() != first.batch()
          || period.get(i).side() != first.side()) {
        throw new IllegalArgumentException("benchmark: these convolutions are no chain: " + period);
      }
    }
  }

  /** A chain long enough for cold weights. */
  static ConvolutionChain of(Convolution... period) {
    long bytes = Float.BYTES * Stream.of(period).mapToLong(Convolution::weightElements).sum();
    int repeats = Math.max(Math.ceilDiv(FEWEST, period.length), (int) (COLD_BYTES / bytes));
    return new ConvolutionChain(List.of(period), repeats);
  }

  /** Those of residual networks: 3x3, and pairs of 1x1 that narrow and widen. */
  public static List<ConvolutionChain> all() {
    return List.of(
        of(new Convolution(3, 1, 64, 64, 56)),
        of(new Convolution(3, 1, 128, 128, 28)),
        of(new Convolution(3, 1, 256, 256, 14)),
        of(new Convolution(3, 1, 512, 512, 7)),
        of(new Convolution(1, 1, 64, 256, 56), new Convolution(1, 1, 256, 64, 56)),
        of(new Convolution(1, 1, 1024, 256, 14), new Convolution(1, 1, 256, 1024, 14)),
        of(new Convolution(1, 1, 2048, 512, 7), new Convolution(1, 1, 512, 2048, 7)));
  }

  @Override
  public String name() {
    Convolution first = period.getFirst();
    String widths =
        Stream.concat(Stream.of(first.inChannels()), period.stream().map(Convolution::outChannels))
            .map(String::valueOf)
            .collect(Collectors.joining("-"));
    return "chain%dx%d-%s@%d".formatted(first.kernel(), first.kernel(), widths, first.side());
  }

  /** Rows and columns of the kernel. */
  public int kernel() {
    return period.getFirst().kernel();
  }

  /** Rows and columns of the maps. */
  public int side() {
    return period.getFirst().side();
  }

  @Override
  public Parts parts() {
    return new Parts(convolutions().size(), "layer");
  }

  /** A layer's, on the average of the period. */
  @Override
  public Optional<Effort> effort() {
    return period.stream()
        .map(Convolution::work)
        .reduce(Effort::plus)
        .map(sum -> sum.times(1.0 / period.size()));
  }

  /** All of them, in order. */
  public List<Convolution> convolutions() {
    return IntStream.range(0, repeats * period.size())
        .mapToObj(i -> period.get(i % period.size()))
        .toList();
  }

  /** The input [N,C,H,H]. */
  public HostTensor input() {
    return period.getFirst().input();
  }

  /** The weights [K,C,R,R] of the layers, in order. */
  public List<HostTensor> weights(Backend backend) {
    try (ReluStack layers = layers(backend)) {
      return List.copyOf(StateDict.read(layers).values());
    }
  }

  @Override
  public ReadableWork open(Backend backend) {
    ReluStack layers = layers(backend);
    return new PlannedWork(backend, layers, layers::forward, input(), Numerics.float32());
  }

  /** Without bias; first values keep the size of what passes through. */
  private ReluStack layers(Backend backend) {
    return new ReluStack(
        ParameterSpace.random(backend, SEED),
        convolutions().size(),
        (i, space) -> new Conv2dLayer(space, spec(period.get(i % period.size()))));
  }

  private static ConvSpec spec(Convolution convolution) {
    return new ConvSpec(
        convolution.inChannels(),
        convolution.outChannels(),
        convolution.kernel(),
        convolution.kernel(),
        convolution.geometry(),
        false,
        Initializer.kaimingUniformFanIn(Math.sqrt(2)));
  }
}
