package org.tucana.core.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/**
 * A random chain of smooth operators over tensors of shape [2,3,4,4]. Each step takes any earlier
 * results, so that values are used several times, partly through views.
 */
final class RandomTape {
  private static final double EPSILON = 0.1;

  private final long seed;
  private final int steps;

  RandomTape(long seed, int steps) {
    this.seed = seed;
    this.steps = steps;
  }

  /** x, a convolution's weight, and the scale and shift of normalisations. */
  List<HostTensor> inputs() {
    return List.of(
        Argument.smooth(2, 3, 4, 4).draw(seed, 0),
        Argument.smooth(3, 3, 3, 3).draw(seed, 1),
        Argument.positive(3).draw(seed, 2),
        Argument.smooth(3).draw(seed, 3));
  }

  /** The mean of the last two results' product. */
  Tensor loss(List<Tensor> in) {
    Philox random = new RandomKey(seed, "random tape", 0).stream();
    List<Tensor> results = new ArrayList<>(List.of(in.getFirst()));
    for (int i = 0; i < steps; i++) {
      Tensor a = results.get(random.nextInt(results.size()));
      Tensor b = results.getLast();
      results.add(step(random.nextInt(14), a, b, in));
    }
    return Reductions.mean(Arithmetic.multiply(results.getLast(), results.get(results.size() - 2)));
  }

  private static Tensor step(int kind, Tensor a, Tensor b, List<Tensor> in) {
    return switch (kind) {
      case 0 -> Arithmetic.add(a, b);
      case 1 -> Arithmetic.multiply(a, b);
      case 2 -> Arithmetic.divide(a, Arithmetic.exp(Activations.tanh(b)));
      case 3 -> Activations.sigmoid(b);
      case 4 -> Activations.softmax(b, 1);
      case 5 -> Convolutions.conv2d(b, in.get(1), Optional.of(in.get(3)), ConvGeometry.of(1, 1));
      case 6 -> Normalizations.batchNormTrain(b, in.get(2), in.get(3), EPSILON).y();
      case 7 -> a.permute(0, 1, 3, 2);
      case 8 -> Joining.concat(1, List.of(b.slice(1, 2, 3), a.slice(1, 0, 2)));
      case 9 -> Arithmetic.subtract(b, Reductions.mean(b, 2, 3).reshape(2, 3, 1, 1));
      case 10 -> Indexing.select(b, 1, b.session().indices(2, 0, 0));
      case 11 -> Resizing.bilinear(Resizing.bilinear(b, 3, 6), 4, 4);
      case 12 -> Resizing.nearest(Poolings.adaptiveAveragePool2d(b, 3, 2), 4, 4);
      case 13 -> Products.matmul(b, a.permute(0, 1, 3, 2));
      default -> throw new AssertionError(kind);
    };
  }
}
