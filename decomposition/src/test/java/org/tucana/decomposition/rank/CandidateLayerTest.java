package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.module.LayerForm;

class CandidateLayerTest {
  /** 3x3 from 8 to 12 channels in 4 groups, from 10x10 to 5x5. */
  private static final CandidateLayer GROUPED =
      new CandidateLayer(
          "g", Kind.CONVOLUTION, Shape.of(12, 2, 3, 3), 4, 100, 25, Optional.empty());

  @Test
  void aStridedConvolutionInGroups() {
    assertEquals(216, GROUPED.parameters());
    assertEquals(216 * 25, GROUPED.macs());
    LayerForm form = new LayerForm.Tucker2(1, 2);
    // Four channels 1x1 from 8, eight 3x3 from four in groups, twelve 1x1 from eight in groups.
    long reduce = 4 * 2;
    long core = 8 * 9;
    long expand = 12 * 2;
    assertEquals(reduce + core + expand, GROUPED.parameters(form));
    assertEquals(reduce * 100 + (core + expand) * 25, GROUPED.macs(form));
  }

  @Test
  void theCoreOfTable52() {
    CandidateLayer layer = Layers.convolution("layer2.0.conv2", 28, 128, 128, 3, 3);
    LayerForm form = new LayerForm.Tucker2(50, 53);
    long parameters = 128 * 50 + 50 * 53 * 9 + 53 * 128;
    assertEquals(parameters, layer.parameters(form));
    assertEquals(parameters * 784, layer.macs(form));
  }

  @Test
  void cpAppliesTheColumnBetweenThePositions() {
    CandidateLayer layer =
        new CandidateLayer(
            "c", Kind.CONVOLUTION, Shape.of(6, 4, 5, 3), 1, 16 * 12, 8 * 6, Optional.empty());
    LayerForm form = new LayerForm.Cp(7);
    assertEquals(7 * (4 + 5 + 3 + 6), layer.parameters(form));
    assertEquals(7 * (4 * 192 + 5 * (8 * 12) + 3 * 48 + 6 * 48), layer.macs(form));
  }

  @Test
  void twoFactorsOfALinearLayer() {
    CandidateLayer layer =
        new CandidateLayer("fc", Kind.LINEAR, Shape.of(10, 20), 1, 1000, 1000, Optional.empty());
    assertEquals(200_000, layer.macs());
    assertEquals(3 * 30 * 1000, layer.macs(new LayerForm.Svd(3)));
    assertEquals(90, layer.parameters(new LayerForm.Svd(3)));
  }

  @Test
  void aTrainTakesInputsOutAndPutsOutputsIn() {
    CandidateLayer layer = Layers.linear("fc", 6, 20);
    LayerForm form = new LayerForm.TensorTrain(List.of(2, 3), List.of(4, 5), List.of(7));
    assertEquals(2 * 4 * 7 + 7 * 3 * 5, layer.parameters(form));
    // The first core once for each of 5 inputs to come, the second once for each of 2 outputs.
    assertEquals(2 * 4 * 7 * 5 + 7 * 3 * 5 * 2, layer.macs(form));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(ShapeException.class, () -> Layers.linear("fc", 3, 0));
    assertThrows(ShapeException.class, () -> Layers.convolution("c", 4, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> Layers.convolution("c", 0, 3, 3, 1, 1));
    ShapeException wrong =
        assertThrows(
            ShapeException.class,
            () ->
                new CandidateLayer(
                    "fc",
                    Kind.LINEAR,
                    Shape.of(2, 3),
                    1,
                    1,
                    1,
                    Optional.of(HostTensor.of(Shape.of(3, 2), new float[6]))));
    assertTrue(wrong.getMessage().contains("layer fc: weight [2,3] wanted, got [3,2]"));
  }
}
