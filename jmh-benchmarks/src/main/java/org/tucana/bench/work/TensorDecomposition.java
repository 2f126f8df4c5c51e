package org.tucana.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.io.Npy;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;

/**
 * A decomposition with a fixed number of sweeps, start included.
 *
 * @param method its short name
 * @param shape of the tensor: a noisy cube of galaxies' lines for three modes, else a drawn weight
 * @param modes that are compressed
 * @param ranks one a mode, or a single one
 * @param sweeps all of them are done
 */
public record TensorDecomposition(
    String method, Shape shape, List<Integer> modes, List<Integer> ranks, int sweeps)
    implements Work {
  private static final long SEED = 1;

  /** The sizes that the common Python library's times are known for. */
  public static List<TensorDecomposition> cases() {
    return List.of(
        new TensorDecomposition(
            "hooi", Shape.of(20, 1000, 1000), List.of(0, 1, 2), List.of(20, 100, 100), 10),
        new TensorDecomposition(
            "hooi", Shape.of(50, 500, 500), List.of(0, 1, 2), List.of(25, 125, 125), 10),
        new TensorDecomposition(
            "hooi", Shape.of(512, 512, 3, 3), List.of(0, 1), List.of(128, 128), 10),
        new TensorDecomposition(
            "ntd", Shape.of(50, 200, 200), List.of(0, 1, 2), List.of(10, 40, 40), 20),
        new TensorDecomposition("cp", Shape.of(50, 200, 200), List.of(), List.of(20), 20));
  }

  public TensorDecomposition {
    modes = List.copyOf(modes);
    ranks = List.copyOf(ranks);
  }

  @Override
  public String name() {
    return method
        + "-"
        + String.join("x", IntStream.of(shape.dims()).mapToObj(Integer::toString).toList());
  }

  @Override
  public OptionalDouble gigaflop() {
    return OptionalDouble.empty();
  }

  /** Writes the tensor as an npy file. */
  public void write(Path file) throws IOException {
    Npy.write(file, values());
  }

  private HostTensor values() {
    return shape.rank() == 3
        ? EmissionCube.of(shape, method.equals("ntd"))
        : Values.uniform("weight", shape.dims());
  }

  @Override
  public OpenWork open(Backend backend) {
    DecompositionMethod chosen = DecompositionMethods.named(method);
    DecompositionRequest request =
        new DecompositionRequest(
            Optional.of(ranks),
            OptionalDouble.empty(),
            modes.size() == shape.rank() || modes.isEmpty() ? Optional.empty() : Optional.of(modes),
            OptionalInt.of(sweeps),
            OptionalDouble.of(0),
            SEED);
    EagerSession session = new EagerSession(backend);
    Tensor x = session.upload(values());
    return new OpenWork() {
      @Override
      public void run() {
        try (Scope _ = session.scope()) {
          chosen.decompose(x, request);
        }
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
