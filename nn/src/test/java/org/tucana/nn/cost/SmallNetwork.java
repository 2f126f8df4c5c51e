package org.tucana.nn.cost;

import java.util.List;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.TensorType;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.GlobalAveragePoolLayer;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.MaxPool2dLayer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/**
 * One layer of each kind on pictures of 4 channels, 13 rows and 18 columns; the rectifier is called
 * twice and declared last, and the network does a rectifier and an addition of its own.
 */
final class SmallNetwork extends NetworkModule {
  static final int CLASSES = 4;

  private final Conv2dLayer grouped;
  private final Conv2dLayer narrow;
  private final MaxPool2dLayer pool;
  private final ConvTranspose2dLayer up;
  private final BatchNorm2dLayer norm;
  private final GlobalAveragePoolLayer average;
  private final LinearLayer linear;
  private final ReluLayer relu;

  SmallNetwork(ParameterSpace root) {
    ParameterSpace space = root.child("net");
    super(space);
    ConvSpec wide = ConvSpec.of(4, 6, 3).stride(2).padding(1);
    grouped =
        child(new Conv2dLayer(space.child("grouped"), wide.with(wide.geometry().withGroups(2))));
    narrow = child(new Conv2dLayer(space.child("narrow"), ConvSpec.of(6, 5, 1).withoutBias()));
    pool = child(new MaxPool2dLayer(space.child("pool"), new PoolGeometry(2, 2, 0)));
    up = child(new ConvTranspose2dLayer(space.child("up"), ConvSpec.of(5, 3, 2).stride(2)));
    norm = child(new BatchNorm2dLayer(space.child("norm"), 3, BatchNormSpec.frozen()));
    average = child(new GlobalAveragePoolLayer(space.child("average")));
    linear = child(new LinearLayer(space.child("linear"), 3, CLASSES));
    relu = child(new ReluLayer(space.child("relu")));
  }

  Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      Tensor pooled = pool.forward(relu.forward(narrow.forward(relu.forward(grouped.forward(x)))));
      Tensor upsampled = norm.forward(up.forward(pooled), Mode.EVALUATE);
      Tensor residual = Activations.relu(Arithmetic.add(upsampled, upsampled));
      return linear.forward(average.forward(residual));
    }
  }

  Program trace(int pictures) {
    return Program.trace(
        List.of(TensorType.float32(pictures, 4, 13, 18)), in -> List.of(forward(in.getFirst())));
  }
}
