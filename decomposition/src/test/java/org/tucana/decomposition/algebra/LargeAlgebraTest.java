package org.tucana.decomposition.algebra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;

/** Tensors of several slabs. */
class LargeAlgebraTest {
  private static final int[] SHAPE = {40, 300, 10, 40};

  @Test
  void slabsCoverAnAxisOnce() {
    List<Integer> covered = new ArrayList<>();
    for (int[] range : Slabs.of(10, 100, 350)) {
      assertTrue(range[1] - range[0] <= 3);
      for (int i = range[0]; i < range[1]; i++) {
        covered.add(i);
      }
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), covered);
    assertEquals(4, Slabs.of(4, 1000, 10).size());
  }

  @Test
  void gramMatricesAndProductsOfSeveralSlabs() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(1, SHAPE));
      for (int mode = 0; mode < SHAPE.length; mode++) {
        try (Scope _ = session.scope()) {
          Tensor unfolded = Arithmetic.cast(Unfolding.unfold(x, mode), DType.FLOAT64);
          Tensor expected = Products.matmul(unfolded, unfolded.permute(1, 0));
          long length = unfolded.dim(1);
          Tolerance.ofProducts(4, length)
              .check(
                  "seed 1, mode " + mode,
                  Arithmetic.cast(expected, DType.FLOAT32).read(),
                  GramMatrix.of(x, mode).read());
          Tensor a = session.upload(TestTensors.uniform(2, 3, SHAPE[mode]));
          Tensor product = Products.matmul(Arithmetic.cast(a, DType.FLOAT64), unfolded);
          Tolerance.ofProducts(4, SHAPE[mode])
              .check(
                  "seeds 1 and 2, mode " + mode,
                  Arithmetic.cast(product, DType.FLOAT32).read(),
                  Unfolding.unfold(ModeProduct.multiply(x, mode, a), mode).read());
        }
      }
    }
  }

  /** Nothing of the size of the tensor is alive beside it. */
  @Test
  void residualAndGramMatrixAreMadeInSlabs() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(1, 4000, 50, 40));
      long before = backend.memory().liveBytes();
      double relative =
          Residual.relative(x, (from, to) -> Arithmetic.scale(x.slice(0, from, to), 0.75));
      assertEquals(0.25, relative, 1e-7);
      assertEquals(50, GramMatrix.of(x, 1).dim(0));
      long peak = backend.memory().peakBytes() - before;
      assertTrue(peak < 1.6 * x.type().bytes(), () -> peak + " of " + x.type().bytes());
    }
  }
}
