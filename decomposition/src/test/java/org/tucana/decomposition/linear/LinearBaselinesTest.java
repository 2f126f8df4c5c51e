package org.tucana.decomposition.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Tensor;
import org.tucana.core.io.Safetensors;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.op.Reductions;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.testing.OnBackend;

/** PCA and NMF: what holds always, and the values of scikit-learn. */
class LinearBaselinesTest {
  static Stream<Arguments> types() {
    return OnBackend.types();
  }

  private static HostTensor observations() throws IOException {
    return Safetensors.read(SharedData.require("oracles/astro.safetensors")).tensors().get("pca.x");
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(SharedData.require("oracles/astro.json").toFile());
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#backends")
  void pcaExplainsWhatScikitLearnExplains(String backend) throws IOException {
    HostTensor x = observations();
    JsonNode expected = expected().get("pca");
    OnBackend.run(
        backend,
        session -> {
          Pca pca = Pca.decompose(session.upload(x), 5);
          for (int i = 0; i < 5; i++) {
            double variance = expected.get("explained_variance").get(i).asDouble();
            assertEquals(variance, pca.explainedVariance().get(i), 1e-10 * variance);
            double ratio = expected.get("explained_variance_ratio").get(i).asDouble();
            assertEquals(ratio, pca.explainedVariance().get(i) / pca.totalVariance(), 1e-10);
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#backends")
  void nmfReachesWhatScikitLearnReaches(String backend) throws IOException {
    HostTensor x = observations();
    double reference = expected().at("/nmf/frobenius_error").asDouble();
    int rank = expected().at("/nmf/rank").asInt();
    OnBackend.run(
        backend,
        session -> {
          Tensor tensor = session.upload(x);
          Nmf nmf = Nmf.decompose(tensor, rank, Nmf.Settings.defaults());
          double error = nmf.relativeError() * InnerProduct.norm(tensor);
          assertTrue(error <= 1.02 * reference, () -> error + " is worse than " + reference);
          OnBackend.neverRises(nmf.history().relativeErrors(), 1e-12);
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void allComponentsReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{6, 9}, {9, 6}, {5, 3, 4}, {80, 70}}) {
            Tensor x = session.upload(TestTensors.uniform(dtype, -1, 3, 1, shape));
            int most = Math.min(shape[0], x.shape().elements() / shape[0]);
            Pca pca = Pca.decompose(x, most);
            assertTrue(
                pca.relativeError() < 32 * Tolerance.epsilon(dtype),
                () -> x.type() + " seed 1: " + pca.relativeError());
            Tolerance.of(64, 1).check("seed 1", x.read(), pca.reconstruct().read());
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void componentsAreOrthonormalAndScoresCentred(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{12, 5, 6}, {40, 3, 3}}) {
            Tensor x = session.upload(TestTensors.uniform(dtype, -1, 3, 2, shape));
            Pca pca = Pca.decompose(x, 3);
            HostTensor gram =
                Products.matmul(pca.components(), pca.components().permute(1, 0)).read();
            HostTensor means = Reductions.mean(pca.scores(), 0).read();
            HostTensor most = Reductions.maximum(pca.components(), 1).read();
            HostTensor least = Reductions.minimum(pca.components(), 1).read();
            double epsilon = 32 * Tolerance.epsilon(dtype);
            for (int i = 0; i < 9; i++) {
              assertEquals(i % 4 == 0 ? 1 : 0, gram.get(i), epsilon);
            }
            for (int i = 0; i < 3; i++) {
              assertEquals(0, means.get(i), epsilon);
              assertTrue(most.get(i) >= -least.get(i));
              double variance =
                  InnerProduct.squaredNorm(pca.scores().slice(1, i, i + 1)) / (shape[0] - 1);
              assertEquals(pca.explainedVariance().get(i), variance, 1e2 * epsilon);
            }
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void anErrorBoundIsKept(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(dtype, 0, 3, 3, 12, 5, 6));
          int last = 12;
          for (double bound : new double[] {0.05, 0.2, 0.3, 0.4}) {
            Pca pca = Pca.decompose(x, bound);
            assertTrue(pca.relativeError() <= bound, () -> bound + ": " + pca.relativeError());
            assertTrue(pca.ranks().getFirst() <= last);
            last = pca.ranks().getFirst();
            if (last > 1) {
              assertTrue(Pca.decompose(x, last - 1).relativeError() > bound);
            }
          }
          assertTrue(last < 12);
          return null;
        });
  }

  /** All rows are alike: there is nothing but the mean. */
  @ParameterizedTest
  @MethodSource("types")
  void withoutVarianceComponentsAreZeros(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor row = session.upload(TestTensors.uniform(dtype, 1, 2, 4, 1, 7));
          Tensor x = Arithmetic.broadcastTo(row, Shape.of(4, 7));
          Pca pca = Pca.decompose(x, 2);
          assertEquals(0, pca.relativeError(), 4 * Tolerance.epsilon(dtype));
          assertEquals(0, pca.explainedVariance().getFirst(), 1e-12);
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void nonnegativePartsOfAMatrixAreFound(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{12, 30}, {30, 4, 3}}) {
            Tensor x = OnBackend.components(session, dtype, 0, 5, 2, shape);
            Nmf nmf = Nmf.decompose(x, 2, new Nmf.Settings(1, 2000, 0, 0));
            if (shape.length == 2) {
              assertTrue(nmf.relativeError() < 1e-3, () -> "seed 5: " + nmf.relativeError());
            }
            for (Tensor part : nmf.parts().values()) {
              assertTrue(Reductions.minimum(part).item() >= 0);
            }
            assertEquals(x.type(), nmf.reconstruct().type());
            assertEquals(List.of(2), nmf.ranks());
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-25, 1e25})
  void magnitudesDoNotMatter(double scale) {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = OnBackend.components(session, DType.FLOAT32, 0, 6, 2, 80, 90);
          Tensor scaled = Arithmetic.scale(x, scale);
          assertTrue(Pca.decompose(scaled, 2).relativeError() < 1e-5);
          Nmf nmf = Nmf.decompose(scaled, 2, new Nmf.Settings(0, 500, 0, 0));
          assertTrue(nmf.relativeError() < 1e-2, () -> "seed 6: " + nmf.relativeError());
          return null;
        });
  }
}
