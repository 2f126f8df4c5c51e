package org.tucana.decomposition.rewrite;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.TensorType;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** One layer of each kind that can become factors: pictures [1,3,9,9] to [1,5]. */
final class SmallNetwork extends NetworkModule {
  static final TensorType INPUT = TensorType.float32(1, 3, 9, 9);

  private final Layer first;
  private final Layer grouped;
  private final Layer pointwise;
  private final Layer linear;

  SmallNetwork(ParameterSpace space) {
    super(space);
    first = child(Layers.conv2d(space.child("layer1.0.conv2"), ConvSpec.of(3, 8, 3)));
    grouped =
        child(
            Layers.conv2d(
                space.child("grouped"),
                ConvSpec.of(8, 12, 3).with(ConvGeometry.of(2, 0).withGroups(2))));
    pointwise = child(Layers.conv2d(space.child("pointwise"), ConvSpec.of(12, 16, 1)));
    linear = child(Layers.linear(space.child("fc"), 16, 6));
  }

  static SmallNetwork drawn(Backend backend) {
    return new SmallNetwork(ParameterSpace.random(backend, 7));
  }

  Tensor forward(Tensor x) {
    Tensor y = Activations.relu(first.forward(x));
    y = Activations.relu(grouped.forward(y));
    return linear.forward(Reductions.mean(pointwise.forward(y), 2, 3));
  }

  static List<NetworkStage<SmallNetwork>> stages() {
    return List.of(new NetworkStage<>("small", INPUT, (network, x) -> List.of(network.forward(x))));
  }

  static Compression<SmallNetwork> compression(SmallNetwork network) {
    return new Compression<>("small", network, SmallNetwork::new, stages());
  }
}
