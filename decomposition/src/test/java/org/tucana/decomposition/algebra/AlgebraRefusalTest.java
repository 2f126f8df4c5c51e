package org.tucana.decomposition.algebra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** Each refusal says what is wrong and what to do. */
class AlgebraRefusalTest {
  private final Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
  private final EagerSession session = new EagerSession(backend);
  private final Tensor x = session.upload(TestTensors.uniform(1, 2, 3, 4));
  private final Tensor matrix = session.upload(TestTensors.uniform(2, 5, 3));

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private static void refused(String message, Executable body) {
    assertEquals(message, assertThrows(ShapeException.class, body).getMessage());
  }

  @Test
  void unfoldingsThatDoNotFit() {
    refused(
        "unfold: expected a mode in 0..2 for a tensor of shape [2,3,4], got 3; modes count from 0",
        () -> Unfolding.unfold(x, 3));
    refused(
        "unfold: expected a mode in 0..2 for a tensor of shape [2,3,4], got -1; modes count from 0",
        () -> Unfolding.unfold(x, -1));
    refused(
        "unfold: expected a tensor of order 1 or more, got a scalar; reshape it",
        () -> Unfolding.unfold(session.scalar(1), 0));
    refused(
        "unfold: expected FLOAT32 or FLOAT64, got INT32[2]; cast it",
        () -> Unfolding.unfold(session.indices(1, 2), 0));
    refused(
        "fold: expected a matrix [3,8] for mode 1 of [2,3,4], got [5,3]; unfold along the same mode",
        () -> Unfolding.fold(matrix, 1, x.shape()));
    refused(
        "fold: the shape [2,3,4] has no mode 3; modes count from 0 to 2",
        () -> Unfolding.fold(matrix, 3, x.shape()));
  }

  @Test
  void modeProductsThatDoNotFit() {
    refused(
        "mode product: expected a matrix with 4 columns for mode 2 of [2,3,4], got [5,3];"
            + " transpose it or name another mode",
        () -> ModeProduct.multiply(x, 2, matrix));
    refused(
        "mode product: expected a mode in 0..2 for a tensor of shape [2,3,4], got 4;"
            + " modes count from 0",
        () -> ModeProduct.multiply(x, 4, matrix));
    refused(
        "mode product: expected a matrix, got FLOAT32[2,3,4]; reshape it",
        () -> ModeProduct.multiply(x, 1, x));
    refused(
        "mode product: expected operands of one element type, got FLOAT32[2,3,4] and FLOAT64[5,3];"
            + " cast one of them",
        () -> ModeProduct.multiply(x, 1, Arithmetic.cast(matrix, DType.FLOAT64)));
    refused(
        "mode product: mode 1 stands twice in a chain; multiply its matrices first",
        () ->
            ModeProduct.chain(
                x, List.of(new ModeProduct.Step(1, matrix), new ModeProduct.Step(1, matrix))));
  }

  @Test
  void productsThatDoNotFit() {
    refused(
        "Khatri-Rao product: expected matrices with equally many columns, got [5,3] and [3,5];"
            + " keep the columns they share",
        () -> TensorProducts.khatriRao(matrix, matrix.permute(1, 0)));
    refused(
        "Kronecker product: expected operands of one order, got [2,3,4] and [5,3];"
            + " give one of them modes of size 1",
        () -> TensorProducts.kronecker(x, matrix));
    refused(
        "Hadamard product: expected operands of one shape, got [2,3,4] and [5,3];"
            + " reshape one of them",
        () -> TensorProducts.hadamard(x, matrix));
    refused(
        "inner product: expected operands of one shape, got [5,3] and [3,5]; reshape one of them",
        () -> InnerProduct.of(matrix, matrix.permute(1, 0)));
    refused(
        "outer product: expected at least 1 tensor, got none; pass one",
        () -> TensorProducts.outer(List.of()));
  }

  @Test
  void residualsThatAreUndefined() {
    Tensor zeros = Arithmetic.scale(matrix, 0);
    refused(
        "residual: the tensor is all zeros and has no relative error; leave it as it is",
        () -> Residual.relative(zeros, (from, to) -> zeros.slice(0, from, to)));
    refused(
        "residual: expected rows of shape [5,3], got [2,3]; approximate the same tensor",
        () -> Residual.relative(matrix, (from, to) -> matrix.slice(0, 0, 2)));
    refused(
        "Gram matrix: the tensor FLOAT32[0,3] is empty; give it elements",
        () -> GramMatrix.of(matrix.slice(0, 0, 0), 1));
    assertEquals(Shape.of(5, 3), matrix.shape());
  }
}
