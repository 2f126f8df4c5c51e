package org.tucana.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
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
 * A decomposition: start and a fixed number of sweeps, or all of one that does not iterate.
 *
 * @param method its short name
 * @param shape of the tensor: a noisy cube of galaxies' lines for three modes, else a drawn weight
 * @param modes that are compressed; empty for all
 * @param ranks one a mode, or a single one
 * @param sweeps all of them are done; empty where the method does not iterate
 * @param start what the iteration starts from; empty leaves it to the method
 */
public record TensorDecomposition(
    String method,
    Shape shape,
    List<Integer> modes,
    List<Integer> ranks,
    OptionalInt sweeps,
    Optional<String> start)
    implements DeviceWork {
  private static final long SEED = 1;

  /** Methods that are given a cube without negative elements. */
  private static final Set<String> NONNEGATIVE = Set.of("ntd", "ntd-mu", "cp-nonnegative", "nmf");

  private static final Shape CUBE = Shape.of(50, 200, 200);
  private static final List<Integer> CUBE_RANKS = List.of(10, 40, 40);
  private static final List<Integer> COMPONENTS = List.of(20);

  /**
   * HOOI at the sizes that the common Python library's times are known for, and every method on one
   * cube: with ranks of its modes, or with as many components.
   */
  public static List<TensorDecomposition> cases() {
    return List.of(
        iterated("hooi", Shape.of(20, 1000, 1000), List.of(20, 100, 100), 10),
        iterated("hooi", Shape.of(50, 500, 500), List.of(25, 125, 125), 10),
        ofWeight(512, 128),
        direct("hosvd", CUBE_RANKS),
        direct("sthosvd", CUBE_RANKS),
        iterated("ntd", CUBE, CUBE_RANKS, 20),
        iterated("ntd-mu", CUBE, CUBE_RANKS, 20),
        iterated("cp", CUBE, COMPONENTS, 20).from("svd"),
        iterated("cp", CUBE, COMPONENTS, 20).from("random"),
        iterated("cp-nonnegative", CUBE, COMPONENTS, 20),
        direct("tt", COMPONENTS),
        direct("pca", COMPONENTS),
        iterated("nmf", CUBE, COMPONENTS, 20));
  }

  /** Tucker-2 of weights of residual networks by HOOI. */
  static List<TensorDecomposition> ofWeights() {
    return List.of(ofWeight(512, 128), ofWeight(256, 64));
  }

  private static TensorDecomposition ofWeight(int channels, int rank) {
    return new TensorDecomposition(
        "hooi",
        Shape.of(channels, channels, 3, 3),
        List.of(0, 1),
        List.of(rank, rank),
        OptionalInt.of(10),
        Optional.empty());
  }

  private static TensorDecomposition iterated(
      String method, Shape shape, List<Integer> ranks, int sweeps) {
    return new TensorDecomposition(
        method, shape, List.of(), ranks, OptionalInt.of(sweeps), Optional.empty());
  }

  private static TensorDecomposition direct(String method, List<Integer> ranks) {
    return new TensorDecomposition(
        method, CUBE, List.of(), ranks, OptionalInt.empty(), Optional.empty());
  }

  private TensorDecomposition from(String named) {
    return new TensorDecomposition(method, shape, modes, ranks, sweeps, Optional.of(named));
  }

  public TensorDecomposition {
    modes = List.copyOf(modes);
    ranks = List.copyOf(ranks);
  }

  @Override
  public String name() {
    return method
        + start.map(named -> "-" + named).orElse("")
        + "-"
        + String.join("x", IntStream.of(shape.dims()).mapToObj(Integer::toString).toList());
  }

  /** Writes the tensor as an npy file. */
  public void write(Path file) throws IOException {
    Npy.write(file, values());
  }

  private HostTensor values() {
    return shape.rank() == 3
        ? EmissionCube.of(shape, NONNEGATIVE.contains(method))
        : Values.uniform("weight", shape.dims());
  }

  @Override
  public boolean endsOnHost() {
    return true;
  }

  /** The result is the relative error. */
  @Override
  public ReadableWork open(Backend backend) {
    DecompositionMethod chosen = DecompositionMethods.named(method);
    DecompositionRequest request =
        new DecompositionRequest(
            Optional.of(ranks),
            OptionalDouble.empty(),
            modes.isEmpty() ? Optional.empty() : Optional.of(modes),
            sweeps,
            sweeps.isPresent() ? OptionalDouble.of(0) : OptionalDouble.empty(),
            start,
            SEED);
    EagerSession session = new EagerSession(backend);
    Tensor x = session.upload(values());
    return new ReadableWork() {
      @Override
      public void run() {
        try (Scope _ = session.scope()) {
          chosen.decompose(x, request);
        }
      }

      @Override
      public List<HostTensor> results() {
        try (Scope _ = session.scope()) {
          return List.of(
              HostTensor.of(Shape.scalar(), (float) chosen.decompose(x, request).relativeError()));
        }
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
