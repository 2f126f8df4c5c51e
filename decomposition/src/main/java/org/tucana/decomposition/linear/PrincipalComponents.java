package org.tucana.decomposition.linear;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.spectral.Basis;
import org.tucana.decomposition.spectral.Signs;
import org.tucana.decomposition.spectral.SmallerSide;
import org.tucana.decomposition.sweep.ScaledInput;

/** The computation behind {@link Pca}: singular vectors of the observations less their mean. */
final class PrincipalComponents {
  private static final double CONVERGED = 1e-9;

  /** Length of a component, relative to the first and in units of rounding, that is none. */
  private static final double VANISHING = 16;

  private final ScaledInput input;

  PrincipalComponents(ScaledInput input) {
    this.input = input;
  }

  Pca ofCount(int count) {
    return run(side -> side.vectors().leading(count, CONVERGED, 0), _ -> count);
  }

  /** The fewest components that miss no more than an energy. */
  Pca missing(double most) {
    return run(side -> side.vectors().missing(most, 0), basis -> basis.countMissing(most));
  }

  private Pca run(Function<SmallerSide, Basis> vectors, ToIntFunction<Basis> counted) {
    EagerSession session = input.session();
    DType dtype = input.original().dtype();
    Shape shape = input.original().shape();
    try (Scope scope = session.scope()) {
      Tensor matrix = ObservationMatrix.of(input.working());
      Tensor mean = Reductions.mean(matrix, 0);
      SmallerSide side = SmallerSide.of(session, Arithmetic.subtract(matrix, mean));
      Basis basis = vectors.apply(side);
      int count = counted.applyAsInt(basis);
      Tensor near = basis.leading(count);
      DMatrixRMaj scores = HostMatrices.read(side.isLeft() ? near : side.image(near));
      DMatrixRMaj directions = HostMatrices.read(side.isLeft() ? side.image(near) : near);
      if (side.isLeft()) {
        HostMatrices.scaleColumns(scores, lengths(directions, dtype));
      }
      flip(session, scores, directions);
      Tensor keptMean = scope.keep(input.inOriginalUnits(mean));
      Tensor keptScores =
          scope.keep(input.inOriginalUnits(HostMatrices.upload(session, scores, dtype)));
      CommonOps_DDRM.transpose(directions);
      Tensor components = scope.keep(HostMatrices.upload(session, directions, dtype));
      double error =
          input.relativeError(
              (from, to) -> Pca.rows(keptMean, keptScores, components, from, to, shape));
      double freedom = Math.max(1, matrix.dim(0) - 1);
      List<Double> variances =
          Arrays.stream(basis.values())
              .limit(count)
              .map(value -> input.squareInOriginalUnits(Math.max(0, value) / freedom))
              .boxed()
              .toList();
      return new Pca(
          input.original().type(),
          keptMean,
          keptScores,
          components,
          variances,
          input.squareInOriginalUnits(basis.energy() / freedom),
          error);
    }
  }

  /** Makes the columns unit vectors, or zeros where they are rounding; returns their lengths. */
  private static double[] lengths(DMatrixRMaj columns, DType dtype) {
    double[] norms = HostMatrices.normalizeColumns(columns);
    double epsilon = dtype == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
    double least = VANISHING * epsilon * norms[0];
    double[] keep = Arrays.stream(norms).map(norm -> norm > least ? 1 : 0).toArray();
    HostMatrices.scaleColumns(columns, keep);
    return norms;
  }

  private static void flip(EagerSession session, DMatrixRMaj scores, DMatrixRMaj directions) {
    Tensor signs = Signs.ofColumns(HostMatrices.upload(session, directions, DType.FLOAT64));
    double[] values = (double[]) signs.read().array();
    HostMatrices.scaleColumns(scores, values);
    HostMatrices.scaleColumns(directions, values);
  }
}
