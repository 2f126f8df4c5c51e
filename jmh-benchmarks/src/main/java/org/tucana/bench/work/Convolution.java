package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * One convolution of a plan on pictures [N,C,H,H], without bias: weights are packed beforehand,
 * input and output are row-major. The padding keeps the size but for the stride.
 *
 * @param kernel rows and columns of the kernel
 * @param stride along rows and columns
 * @param inChannels C
 * @param outChannels K
 * @param side H, rows and columns of the input
 * @param batch N
 * @param precision of its products
 */
public record Convolution(
    int kernel,
    int stride,
    int inChannels,
    int outChannels,
    int side,
    int batch,
    Precision precision)
    implements DeviceWork {
  private static final long SEED = 1;

  /** Of one picture in float32. */
  public Convolution(int kernel, int stride, int inChannels, int outChannels, int side) {
    this(kernel, stride, inChannels, outChannels, side, 1, Precision.FLOAT32);
  }

  /** The shapes that make up most of a residual network's time. */
  public static List<Convolution> shapes() {
    return List.of(
        new Convolution(7, 2, 3, 64, 224),
        new Convolution(3, 1, 64, 64, 56),
        new Convolution(3, 1, 128, 128, 28),
        new Convolution(3, 1, 256, 256, 14),
        new Convolution(3, 1, 512, 512, 7),
        new Convolution(1, 1, 64, 256, 56),
        new Convolution(1, 1, 256, 64, 56),
        new Convolution(1, 1, 1024, 256, 14),
        new Convolution(1, 1, 2048, 512, 7));
  }

  /** The same of so many pictures. */
  public Convolution ofBatch(int pictures) {
    return new Convolution(kernel, stride, inChannels, outChannels, side, pictures, precision);
  }

  /** The same at another precision. */
  public Convolution at(Precision other) {
    return new Convolution(kernel, stride, inChannels, outChannels, side, batch, other);
  }

  @Override
  public String name() {
    return "conv%dx%d%s-%d-%d@%d%s%s"
        .formatted(
            kernel,
            kernel,
            stride == 1 ? "" : "s" + stride,
            inChannels,
            outChannels,
            side,
            Values.batchSuffix(batch),
            precision.suffix());
  }

  public ConvGeometry geometry() {
    return ConvGeometry.of(stride, kernel / 2);
  }

  @Override
  public Optional<Effort> effort() {
    return Optional.of(work());
  }

  /** The same, which is always known. */
  Effort work() {
    double inputs = (double) batch * inChannels * side * side;
    double outputs = Math.pow(geometry().outputRows(side, kernel), 2) * outChannels * batch;
    return new Effort(
        2e-9 * outputs * weightElements() / outChannels,
        1e-9 * Float.BYTES * (inputs + outputs + weightElements()));
  }

  /** How many numbers its weight [K,C,R,R] has. */
  long weightElements() {
    return (long) outChannels * inChannels * kernel * kernel;
  }

  /** The input [N,C,H,H]. */
  public HostTensor input() {
    return Values.uniform("picture", batch, inChannels, side, side);
  }

  /** The weight [K,C,R,R] of a layer that the backend holds. */
  public HostTensor weight(Backend backend) {
    try (Conv2dLayer layer = layer(backend)) {
      return StateDict.read(layer).get("weight");
    }
  }

  /** The result [N,K,P,P] of the plan. */
  public HostTensor result(Backend backend) {
    try (PlannedWork work = open(backend)) {
      return work.results().getFirst();
    }
  }

  /**
   * The largest distance of an element from that of the backend {@code reference}, which adds in
   * double, as a share of the largest element.
   */
  public double error(Backend backend) {
    HostTensor exact;
    try (Backend reference = Backends.open("reference", BackendOptions.defaults())) {
      exact = result(reference);
    }
    HostTensor got = result(backend);
    double largest = 0;
    double distance = 0;
    for (int i = 0; i < got.shape().elements(); i++) {
      largest = Math.max(largest, Math.abs(exact.get(i)));
      // NaN stays, where a comparison would lose it.
      distance = Math.max(distance, Math.abs(exact.get(i) - got.get(i)));
    }
    return distance / largest;
  }

  @Override
  public PlannedWork open(Backend backend) {
    Conv2dLayer layer = layer(backend);
    return new PlannedWork(backend, layer, layer::forward, input(), precision.numerics());
  }

  private Conv2dLayer layer(Backend backend) {
    ConvSpec spec = ConvSpec.of(inChannels, outChannels, kernel).with(geometry()).withoutBias();
    return new Conv2dLayer(ParameterSpace.random(backend, SEED), spec);
  }
}
