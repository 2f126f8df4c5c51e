package org.tucana.decomposition.nonnegative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.DType;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.leastsquares.CoordinateDescent;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.leastsquares.MultiplicativeUpdate;

/**
 * The best nonnegative core for fixed factors: minimise f(G) = (G, H G) / 2 - (C, G), where C is
 * the tensor projected on the factors and H multiplies each mode by its factor's Gram matrix. All
 * in FLOAT64.
 *
 * @param products C
 * @param grams the matrices of H, one a mode
 * @param steps H, as products with these
 * @param curvature no less than the largest eigenvalue of H
 */
record CoreProblem(
    EagerSession session,
    Tensor products,
    List<DMatrixRMaj> grams,
    List<ModeProduct.Step> steps,
    double curvature) {
  /** Elements of a core up to which H is made as a whole. */
  private static final int TINY = 1 << 8;

  /** Elements of a core up to which steps cost little beside the rest of a sweep. */
  private static final int SMALL = 1 << 12;

  /** Steps of the projected gradient in a sweep over all parts, for small cores and others. */
  private static final int MANY_STEPS = 100;

  private static final int STEPS = 20;

  /** Powers by which the largest eigenvalue of a Gram matrix is bounded. */
  private static final int POWERS = 8;

  /** A core G with H G. */
  record Point(Tensor core, Tensor image) {
    double value(Tensor products) {
      return 0.5 * squaredNorm() - InnerProduct.of(products, core);
    }

    /** The squared norm of the tensor that the core and the factors stand for. */
    double squaredNorm() {
      return InnerProduct.of(core, image);
    }

    /** The point beyond another one, seen from it: a + momentum (a - b). */
    Point beyond(Point other, double momentum) {
      return new Point(beyond(core, other.core, momentum), beyond(image, other.image, momentum));
    }

    private static Tensor beyond(Tensor a, Tensor b, double momentum) {
      return Arithmetic.subtract(Arithmetic.scale(a, 1 + momentum), Arithmetic.scale(b, momentum));
    }
  }

  /** Of the Gram matrices of nonnegative factors. */
  static CoreProblem of(EagerSession session, Tensor products, List<DMatrixRMaj> grams) {
    List<ModeProduct.Step> steps = new ArrayList<>();
    double curvature = 1;
    for (int mode = 0; mode < grams.size(); mode++) {
      steps.add(
          new ModeProduct.Step(mode, HostMatrices.upload(session, grams.get(mode), DType.FLOAT64)));
      curvature *= largestEigenvalue(grams.get(mode));
    }
    return new CoreProblem(session, products, List.copyOf(grams), steps, curvature);
  }

  Point at(Tensor core) {
    return new Point(core, ModeProduct.chain(core, steps));
  }

  /**
   * A core whose f is no greater: by steps of the projected gradient, and for the smallest of cores
   * by coordinate descent on the host with H as a whole, since operators of a backend would cost
   * more than their arithmetic.
   */
  Point lowered(Tensor core) {
    int elements = core.shape().elements();
    if (elements > TINY) {
      return descended(core);
    }
    DMatrixRMaj image = grams.getFirst();
    for (DMatrixRMaj gram : grams.subList(1, grams.size())) {
      image = CommonOps_DDRM.kron(image, gram, null);
    }
    DMatrixRMaj updated =
        new CoordinateDescent()
            .update(HostMatrices.read(row(core)), image, HostMatrices.read(row(products)));
    return at(HostMatrices.upload(session, updated, DType.FLOAT64).reshape(core.shape().dims()));
  }

  private static Tensor row(Tensor core) {
    return core.reshape(1, core.shape().elements());
  }

  /** One multiplicative step: G becomes G * C / (H G). */
  Point multiplied(Tensor core) {
    Tensor numerator = Arithmetic.clamp(products, MultiplicativeUpdate.FLOOR, Double.MAX_VALUE);
    Tensor denominator =
        Arithmetic.clamp(at(core).image(), MultiplicativeUpdate.FLOOR, Double.MAX_VALUE);
    return at(Arithmetic.multiply(core, Arithmetic.divide(numerator, denominator)));
  }

  /**
   * Steps of the accelerated projected gradient (Beck and Teboulle, "A Fast Iterative
   * Shrinkage-Thresholding Algorithm", SIIMS 2, 2009), begun anew without momentum where f would
   * rise (O'Donoghue and Candes, Found. Comput. Math. 15, 2015), so that f never does.
   */
  private Point descended(Tensor core) {
    int most = core.shape().elements() <= SMALL ? MANY_STEPS : STEPS;
    Point best = at(core);
    double least = best.value(products);
    Point from = best;
    double pace = 1;
    for (int i = 0; i < most; i++) {
      Tensor gradient = Arithmetic.subtract(from.image(), products);
      Tensor moved = Arithmetic.subtract(from.core(), Arithmetic.scale(gradient, 1 / curvature));
      Point next = at(Arithmetic.clamp(moved, 0, Double.MAX_VALUE));
      double value = next.value(products);
      if (value > least) {
        if (pace == 1) {
          return best;
        }
        from = best;
        pace = 1;
        continue;
      }
      double faster = (1 + Math.sqrt(1 + 4 * pace * pace)) / 2;
      from = next.beyond(best, (pace - 1) / faster);
      pace = faster;
      best = next;
      least = value;
    }
    return best;
  }

  /**
   * An upper bound of the largest eigenvalue of a nonnegative symmetric matrix W: the largest (W
   * v)_i / v_i of any positive v (Collatz and Wielandt), here of a power of W times ones.
   */
  private static double largestEigenvalue(DMatrixRMaj gram) {
    int n = gram.numRows;
    double[] vector = new double[n];
    Arrays.fill(vector, 1);
    double bound = 0;
    for (int power = 0; power < POWERS; power++) {
      double[] image = new double[n];
      bound = 0;
      double largest = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          image[i] += gram.get(i, j) * vector[j];
        }
        bound = Math.max(bound, vector[i] > 0 ? image[i] / vector[i] : 0);
        largest = Math.max(largest, image[i]);
      }
      double scale = largest > 0 ? 1 / largest : 1;
      vector = IntStream.range(0, n).mapToDouble(i -> image[i] * scale).toArray();
    }
    return bound > 0 ? bound : 1;
  }
}
