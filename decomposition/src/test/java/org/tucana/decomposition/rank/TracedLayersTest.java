package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

class TracedLayersTest {
  private static final LayerForms FORMS =
      LayerForms.of(Map.of("net.narrow", new LayerForm.Tucker2(2, 2)));

  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
  }

  @AfterEach
  void nothingStaysAlive() {
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  /** A convolution in groups that is called twice, two more, and a linear layer. */
  private static final class Net extends NetworkModule {
    private final Layer grouped;
    private final Layer narrow;
    private final Layer linear;

    Net(ParameterSpace root) {
      ParameterSpace space = root.child("net");
      super(space);
      ConvSpec spec = ConvSpec.of(4, 4, 3).stride(2).padding(1);
      grouped =
          child(Layers.conv2d(space.child("grouped"), spec.with(spec.geometry().withGroups(2))));
      narrow = child(Layers.conv2d(space.child("narrow"), ConvSpec.of(4, 3, 3).padding(1)));
      linear = child(Layers.linear(space.child("linear"), 3 * 2 * 3, 5));
      child(Layers.linear(space.child("idle"), 7, 2));
    }

    Tensor forward(Tensor x) {
      try (var _ = enter(x.session())) {
        Tensor y = narrow.forward(grouped.forward(grouped.forward(x)));
        return linear.forward(y.reshape(-1, 3 * 2 * 3));
      }
    }
  }

  private static ProgramCost cost(Net net) {
    Program program =
        Program.trace(
            List.of(TensorType.float32(2, 4, 6, 10)), in -> List.of(net.forward(in.getFirst())));
    return Operators.count(program);
  }

  @Test
  void layersCountEveryCallAndKnowTheirGroups() {
    try (Net net = new Net(ParameterSpace.random(backend, 3))) {
      RankCandidates found = TracedLayers.of(net, cost(net), Weights.TRAINED);
      assertEquals(
          List.of("net.grouped", "net.narrow", "net.linear"),
          found.layers().stream().map(CandidateLayer::name).toList());
      CandidateLayer grouped = found.layers().getFirst();
      assertEquals(Kind.CONVOLUTION, grouped.kind());
      assertEquals(Shape.of(4, 2, 3, 3), grouped.weightShape());
      assertEquals(2, grouped.groups());
      // Two pictures of 6x10 and then of 3x5; 3x5 and 2x3 come out.
      assertEquals(2 * (60 + 15), grouped.inPositions());
      assertEquals(2 * (15 + 6), grouped.outPositions());
      assertArrayEquals(
          net.state().get("net.grouped.weight").read().toFloats(),
          grouped.weight().orElseThrow().toFloats());
      CandidateLayer linear = found.layers().getLast();
      assertEquals(Kind.LINEAR, linear.kind());
      assertEquals(2, linear.inPositions());
      assertEquals(0, found.otherMacs());
    }
  }

  @Test
  void factorsAreNoCandidatesAndValuesMayBeUntrained() {
    try (Net net = new Net(ParameterSpace.toBeLoaded(backend).withForms(FORMS))) {
      RankCandidates found = TracedLayers.of(net, cost(net), Weights.UNTRAINED);
      assertEquals(
          List.of("net.grouped", "net.linear"),
          found.layers().stream().map(CandidateLayer::name).toList());
      assertTrue(found.layers().getFirst().weight().isEmpty());
      assertTrue(found.otherMacs() > 0);
    }
  }
}
