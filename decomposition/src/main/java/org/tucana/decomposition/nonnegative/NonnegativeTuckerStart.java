package org.tucana.decomposition.nonnegative;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionChecks;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.sweep.Nonnegative;
import org.tucana.decomposition.tucker.Tucker;

/** What a nonnegative Tucker decomposition starts from. */
public sealed interface NonnegativeTuckerStart {
  /** Core and factors uniform in [0, 1). */
  record Random(long seed) implements NonnegativeTuckerStart {}

  /** The magnitudes of what {@link org.tucana.decomposition.tucker.SequentialHosvd} finds. */
  record SequentialHosvd() implements NonnegativeTuckerStart {}

  /**
   * Given parts, none of them negative.
   *
   * @param core [R_0, R_1, ..]
   * @param factors one a mode, [I_n, R_n]
   */
  record Given(Tensor core, List<Tensor> factors) implements NonnegativeTuckerStart {
    public Given {
      factors = List.copyOf(factors);
    }
  }

  /**
   * Core and factors in double on the host.
   *
   * @param core FLOAT64
   * @param factors one a mode
   */
  record Parts(HostTensor core, List<DMatrixRMaj> factors) {

    /** Uniform in [0, 1); each number of a start draws others. */
    static Parts random(Shape shape, List<Integer> ranks, long seed, int number) {
      Philox stream = new RandomKey(seed, "nonnegative parts to start from", number).stream();
      Shape size = shapeOf(ranks);
      HostTensor core = HostTensor.of(size, uniform(stream, size.elements()));
      List<DMatrixRMaj> factors = new ArrayList<>();
      for (int mode = 0; mode < ranks.size(); mode++) {
        int rows = shape.dim(mode);
        int columns = ranks.get(mode);
        factors.add(DMatrixRMaj.wrap(rows, columns, uniform(stream, rows * columns)));
      }
      return new Parts(core, factors);
    }

    /** The magnitudes of a Tucker decomposition's parts. */
    static Parts magnitudes(Tucker tucker) {
      try (Scope _ = DecompositionChecks.session("ntd", tucker.core()).scope()) {
        HostTensor core = Arithmetic.cast(Arithmetic.abs(tucker.core()), DType.FLOAT64).read();
        List<DMatrixRMaj> factors =
            tucker.factors().values().stream().map(HostMatrices::read).toList();
        factors.forEach(HostMatrices::magnitudes);
        return new Parts(core, factors);
      }
    }

    /** Of given tensors, which have to fit. */
    static Parts of(String method, Shape shape, List<Integer> ranks, Given given) {
      boolean fit =
          given.core().shape().equals(shapeOf(ranks)) && given.factors().size() == shape.rank();
      for (int mode = 0; fit && mode < shape.rank(); mode++) {
        Shape expected = Shape.of(shape.dim(mode), ranks.get(mode));
        fit = given.factors().get(mode).shape().equals(expected);
      }
      if (!fit) {
        throw new ShapeException(
            method
                + ": expected a core "
                + ranks
                + " and a factor [I_n, R_n] for each mode of "
                + shape
                + " to start from, got a core "
                + given.core().shape()
                + " and factors "
                + given.factors().stream().map(Tensor::shape).toList()
                + "; give parts of these shapes or start at random");
      }
      Nonnegative.checkNoneNegative(method, "core to start from", given.core());
      given
          .factors()
          .forEach(f -> Nonnegative.checkNoneNegative(method, "factor to start from", f));
      try (Scope _ = DecompositionChecks.session(method, given.core()).scope()) {
        return new Parts(
            Arithmetic.cast(given.core(), DType.FLOAT64).read(),
            given.factors().stream().map(HostMatrices::read).toList());
      }
    }

    private static Shape shapeOf(List<Integer> ranks) {
      return Shape.of(ranks.stream().mapToInt(Integer::intValue).toArray());
    }

    private static double[] uniform(Philox stream, int count) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = stream.nextDouble();
      }
      return values;
    }
  }
}
