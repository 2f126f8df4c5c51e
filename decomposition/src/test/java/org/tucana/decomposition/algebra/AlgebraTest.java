package org.tucana.decomposition.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Cases worked by hand and identities of multilinear algebra. */
class AlgebraTest {
  private static final double FACTOR = 8;

  static Stream<Arguments> everywhere() {
    return TestBackends.names()
        .flatMap(backend ->
            Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> Arguments.of(backend, dtype)));
  }

  /** Runs on an open session and looks for leaks. */
  private interface Body {
    void run(EagerSession session);
  }

  private static void on(String name, Body body) {
    try (Backend backend = TestBackends.open(name)) {
      try (EagerSession session = new EagerSession(backend)) {
        body.run(session);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  private static Tensor tensor(EagerSession session, DType dtype, Shape shape, double... values) {
    if (dtype == DType.FLOAT64) {
      return session.upload(HostTensor.of(shape, values));
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return session.upload(HostTensor.of(shape, floats));
  }

  private static Tensor random(EagerSession session, DType dtype, long seed, int... dims) {
    return session.upload(TestTensors.uniform(dtype, -1, 1, seed, dims));
  }

  private static double[] values(Tensor x) {
    HostTensor host = x.read();
    double[] values = new double[host.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = host.get(i);
    }
    return values;
  }

  private static void near(String context, long length, Tensor expected, Tensor actual) {
    Tolerance.ofProducts(FACTOR, length).check(context, expected.read(), actual.read());
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void rowsOfAnUnfoldingAreOneMode(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x =
              tensor(session, dtype, Shape.of(2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
          assertArrayEquals(values(x), values(Unfolding.unfold(x, 0)));
          assertArrayEquals(
              new double[] {0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11}, values(Unfolding.unfold(x, 1)));
          assertArrayEquals(
              new double[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, values(Unfolding.unfold(x, 2)));
          Tensor vector = tensor(session, dtype, Shape.of(3), 1, 2, 3);
          assertEquals(Shape.of(3, 1), Unfolding.unfold(vector, 0).shape());
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void foldingUndoesUnfolding(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x = random(session, dtype, 1, 3, 4, 1, 5, 2);
          for (int mode = 0; mode < 5; mode++) {
            Tensor back = Unfolding.fold(Unfolding.unfold(x, mode), mode, x.shape());
            Tolerance.exact().check("mode " + mode, x.read(), back.read());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void aModeProductWorkedByHand(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x = tensor(session, dtype, Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
          Tensor a = tensor(session, dtype, Shape.of(1, 2), 1, 10);
          assertArrayEquals(new double[] {51, 62, 73, 84}, values(ModeProduct.multiply(x, 0, a)));
          assertArrayEquals(new double[] {31, 42, 75, 86}, values(ModeProduct.multiply(x, 1, a)));
          assertArrayEquals(new double[] {21, 43, 65, 87}, values(ModeProduct.multiply(x, 2, a)));
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void aModeProductIsAProductWithTheUnfolding(String backend, DType dtype) {
    on(
        backend,
        session -> {
          for (Shape shape :
              List.of(Shape.of(7), Shape.of(5, 31), Shape.of(3, 7, 40), Shape.of(4, 3, 2, 5))) {
            Tensor x = random(session, dtype, 2, shape.dims());
            for (int mode = 0; mode < shape.rank(); mode++) {
              Tensor a = random(session, dtype, 3, 6, shape.dim(mode));
              Tensor expected =
                  Unfolding.fold(
                      Products.matmul(a, Unfolding.unfold(x, mode)), mode, shape.with(mode, 6));
              String context = "seeds 2 and 3, " + shape + " mode " + mode;
              near(context, shape.dim(mode), expected, ModeProduct.multiply(x, mode, a));
              Tensor transposed = a.permute(1, 0);
              near(
                  context,
                  shape.dim(mode),
                  expected,
                  ModeProduct.multiplyTransposed(x, mode, transposed));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void theOrderOfAChainDoesNotMatter(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x = random(session, dtype, 4, 4, 5, 6);
          Tensor a = random(session, dtype, 5, 7, 4);
          Tensor b = random(session, dtype, 6, 2, 5);
          Tensor c = random(session, dtype, 7, 6, 3);
          Tensor expected =
              ModeProduct.multiplyTransposed(
                  ModeProduct.multiply(ModeProduct.multiply(x, 0, a), 1, b), 2, c);
          Tensor actual =
              ModeProduct.chain(
                  x,
                  List.of(
                      new ModeProduct.Step(0, a),
                      ModeProduct.Step.transposed(2, c),
                      new ModeProduct.Step(1, b)));
          near("seeds 4 to 7", 4 * 5 * 6, expected, actual);
        });
  }

  /** Rows in C order: vec(X x_0 A x_1 B x_2 C) = (A kron B kron C) vec(X). */
  @ParameterizedTest
  @MethodSource("everywhere")
  void aChainIsAKroneckerProductOnTheVector(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x = random(session, dtype, 8, 2, 3, 4);
          Tensor a = random(session, dtype, 9, 3, 2);
          Tensor b = random(session, dtype, 10, 2, 3);
          Tensor c = random(session, dtype, 11, 5, 4);
          Tensor expected =
              Products.matmul(TensorProducts.kronecker(List.of(a, b, c)), x.reshape(24, 1));
          Tensor actual =
              ModeProduct.chain(
                  x,
                  List.of(
                      new ModeProduct.Step(0, a),
                      new ModeProduct.Step(1, b),
                      new ModeProduct.Step(2, c)));
          near("seeds 8 to 11", 24, expected, actual.reshape(30, 1));
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void productsOfElementsWorkedByHand(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor a = tensor(session, dtype, Shape.of(2, 2), 1, 2, 3, 4);
          Tensor b = tensor(session, dtype, Shape.of(1, 2), 5, 7);
          Tensor c = tensor(session, dtype, Shape.of(2, 2), 10, 100, 1000, 10000);
          assertArrayEquals(
              new double[] {5, 7, 10, 14, 15, 21, 20, 28}, values(TensorProducts.kronecker(a, b)));
          assertArrayEquals(
              new double[] {10, 200, 1000, 20000, 30, 400, 3000, 40000},
              values(TensorProducts.khatriRao(a, c)));
          assertArrayEquals(
              new double[] {10, 200, 3000, 40000}, values(TensorProducts.hadamard(a, c)));
          Tensor outer = TensorProducts.outer(List.of(b.reshape(2), a));
          assertEquals(Shape.of(2, 2, 2), outer.shape());
          assertArrayEquals(new double[] {5, 10, 15, 20, 7, 14, 21, 28}, values(outer));
          assertEquals(43210, InnerProduct.of(a, c));
          assertEquals(Math.sqrt(30), InnerProduct.norm(a), 1e-14);
        });
  }

  /** (A kr B)^T (A kr B) = (A^T A) * (B^T B). */
  @ParameterizedTest
  @MethodSource("everywhere")
  void theGramMatrixOfAKhatriRaoProductIsAHadamardProduct(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor a = random(session, dtype, 12, 6, 3);
          Tensor b = random(session, dtype, 13, 5, 3);
          Tensor both = TensorProducts.khatriRao(List.of(a, b));
          near(
              "seeds 12 and 13",
              30,
              TensorProducts.hadamard(GramMatrix.of(a, 1), GramMatrix.of(b, 1)),
              GramMatrix.of(both, 1));
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void gramMatricesAreThoseOfUnfoldings(String backend, DType dtype) {
    on(
        backend,
        session -> {
          for (Shape shape : List.of(Shape.of(7), Shape.of(5, 31), Shape.of(3, 7, 4, 2))) {
            Tensor x = random(session, dtype, 14, shape.dims());
            for (int mode = 0; mode < shape.rank(); mode++) {
              Tensor unfolded = Unfolding.unfold(x, mode);
              near(
                  "seed 14, " + shape + " mode " + mode,
                  unfolded.dim(1),
                  Products.matmul(unfolded, unfolded.permute(1, 0)),
                  GramMatrix.of(x, mode));
              assertEquals(DType.FLOAT64, GramMatrix.of(x, mode, DType.FLOAT64).dtype());
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void residualIsThatOfTheDifference(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor x = tensor(session, dtype, Shape.of(3, 2), 3, 4, 0, 0, 0, 12);
          Tensor y = tensor(session, dtype, Shape.of(3, 2), 3, 4, 0, 5, 12, 12);
          double relative = Residual.relative(x, (from, to) -> y.slice(0, from, to));
          assertEquals(1, relative, 1e-15);
          assertEquals(0, Residual.relative(x, (from, to) -> x.slice(0, from, to)));
        });
  }

  /** Squares of these values are beyond float32 at both ends. */
  @ParameterizedTest
  @MethodSource("everywhere")
  void sumsAreDouble(String backend, DType dtype) {
    on(
        backend,
        session -> {
          Tensor large = tensor(session, dtype, Shape.of(2), 3e30, 4e30);
          Tensor small = tensor(session, dtype, Shape.of(2), 3e-30, 4e-30);
          assertEquals(5e30, InnerProduct.norm(large), 1e24);
          assertEquals(5e-30, InnerProduct.norm(small), 1e-36);
        });
  }
}
