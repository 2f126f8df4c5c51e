package org.tucana.nn.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.ShapeException;

class BatchNorm2dLayerTest {
  private static final double ROUNDING = 1e-6;

  private Backend backend;
  private EagerSession session;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
    session = new EagerSession(backend);
  }

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private BatchNorm2dLayer layer(BatchNormSpec spec) {
    return new BatchNorm2dLayer(ParameterSpace.random(backend, 0).child("bn"), 1, spec);
  }

  private static float[] value(BatchNorm2dLayer layer, String name) {
    return layer.state().get("bn." + name).read().toFloats();
  }

  @Test
  void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
    try (BatchNorm2dLayer layer = layer(BatchNormSpec.trained())) {
      // Mean 2.5, biased variance 1.25, unbiased 5/3.
      Tensor x = session.tensor(new float[] {1, 2, 3, 4}, 2, 1, 1, 2);
      float[] y = layer.forward(x, Mode.TRAIN).toFloats();
      for (int i = 0; i < 4; i++) {
        assertEquals((i + 1 - 2.5) / Math.sqrt(1.25 + 1e-5), y[i], ROUNDING);
      }
      assertEquals(0.25, value(layer, "running_mean")[0], ROUNDING);
      assertEquals(0.9 + 0.1 * 5 / 3, value(layer, "running_var")[0], ROUNDING);
    }
  }

  @Test
  void evaluationUsesTheRunningStatisticsAndChangesNothing() {
    try (BatchNorm2dLayer layer = layer(BatchNormSpec.trained())) {
      Tensor x = session.tensor(new float[] {1, 2}, 2, 1, 1, 1);
      float[] y = layer.forward(x, Mode.EVALUATE).toFloats();
      assertEquals(1 / Math.sqrt(1 + 1e-5), y[0], ROUNDING);
      assertArrayEquals(new float[] {0}, value(layer, "running_mean"));
      assertArrayEquals(new float[] {1}, value(layer, "running_var"));
    }
  }

  @Test
  void frozenIgnoresTheMode() {
    try (BatchNorm2dLayer layer = layer(BatchNormSpec.frozen())) {
      Tensor x = session.tensor(new float[] {1, 2}, 2, 1, 1, 1);
      assertArrayEquals(
          layer.forward(x, Mode.EVALUATE).toFloats(), layer.forward(x, Mode.TRAIN).toFloats());
      assertArrayEquals(new float[] {0}, value(layer, "running_mean"));
    }
  }

  @Test
  void oneValuePerChannelCannotBeTrainedOn() {
    try (BatchNorm2dLayer layer = layer(BatchNormSpec.trained())) {
      Tensor x = session.tensor(new float[] {1}, 1, 1, 1, 1);
      ShapeException thrown =
          assertThrows(ShapeException.class, () -> layer.forward(x, Mode.TRAIN));
      assertTrue(thrown.getMessage().startsWith("batch norm bn: "), thrown.getMessage());
    }
  }
}
