package org.tucana.bench.work;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.Program;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * A residual network's plan on square pictures, to 1,000 logits.
 *
 * @param architecture {@code resnet18} or the like
 * @param side rows and columns of a picture
 * @param batch number of pictures
 * @param precision of its products
 */
public record ResNetForward(String architecture, int side, int batch, Precision precision)
    implements DeviceWork {
  /** Rows and columns of a picture of ImageNet. */
  public static final int SIDE = 224;

  /** As of ImageNet. */
  public static final int CLASSES = 1000;

  private static final long SEED = 1;

  /** Of one picture of 224 x 224 in float32. */
  public ResNetForward(String architecture) {
    this(architecture, SIDE, 1, Precision.FLOAT32);
  }

  /** One picture through three depths, and many through two. */
  static List<ResNetForward> ofProcessor() {
    List<ResNetForward> single =
        Stream.of("resnet18", "resnet50", "resnet101").map(ResNetForward::new).toList();
    Stream<ResNetForward> many =
        single.stream().limit(2).flatMap(one -> IntStream.of(8, 32).mapToObj(one::ofBatch));
    return Stream.concat(single.stream(), many).toList();
  }

  /** The same of so many pictures. */
  public ResNetForward ofBatch(int pictures) {
    return new ResNetForward(architecture, side, pictures, precision);
  }

  /** The same at another precision. */
  public ResNetForward at(Precision other) {
    return new ResNetForward(architecture, side, batch, other);
  }

  @Override
  public String name() {
    return architecture + "@" + side + Values.batchSuffix(batch) + precision.suffix();
  }

  /** A picture's. */
  @Override
  public Optional<Effort> effort() {
    try (Backend reference = Backends.open("reference", BackendOptions.defaults());
        ResNet network = network(ParameterSpace.toBeLoaded(reference))) {
      Program program =
          Program.trace(
              List.of(TensorType.float32(batch, 3, side, side)),
              in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
      return Optional.of(Effort.of(program, batch));
    }
  }

  @Override
  public Parts parts() {
    return new Parts(batch, "picture");
  }

  /** The input [N,3,H,H]. */
  public HostTensor pictures() {
    return Values.uniform("picture", batch, 3, side, side);
  }

  /** The weights, under torchvision's names. */
  public Map<String, HostTensor> weights(Backend backend) {
    try (ResNet network = network(ParameterSpace.random(backend, SEED))) {
      return StateDict.read(network);
    }
  }

  @Override
  public ReadableWork open(Backend backend) {
    ResNet network = network(ParameterSpace.random(backend, SEED));
    return new PlannedWork(
        backend, network, x -> network.forward(x, Mode.EVALUATE), pictures(), precision.numerics());
  }

  private ResNet network(ParameterSpace space) {
    return new ResNet(space, ResNetSpec.named(architecture, 3, BatchNormSpec.trained()), CLASSES);
  }
}
