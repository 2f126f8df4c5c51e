package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Frame;
import org.tucana.core.Node;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.Relu;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.TensorType;
import org.tucana.detection.config.MaskConfig;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;

/** Traces name the modules that torchvision 0.14 has, and know which of them are one object. */
class ModuleNamesTest {
  private static List<Node> trace(
      LayerForms forms, Function<EagerNetworks, Function<Tensor, List<Tensor>>> part, int... dims) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        MaskRcnn model =
            new MaskRcnn(
                ParameterSpace.toBeLoaded(backend).withForms(forms),
                TinyModel.config().with(new MaskConfig(List.of(8, 8), 8)))) {
      Function<Tensor, List<Tensor>> network = part.apply(new EagerNetworks(model));
      return Program.trace(List.of(TensorType.float32(dims)), in -> network.apply(in.getFirst()))
          .nodes();
    }
  }

  private static List<Frame> modules(List<Node> nodes, Class<?> op, String prefix) {
    return nodes.stream()
        .filter(n -> op.isInstance(n.op()))
        .map(n -> n.frames().getLast())
        .filter(f -> f.path().startsWith(prefix))
        .toList();
  }

  private static List<String> paths(List<Frame> frames) {
    return frames.stream().map(Frame::path).toList();
  }

  private static Function<Tensor, List<Tensor>> proposer(EagerNetworks networks) {
    return x -> {
      var proposer = networks.propose(x);
      List<Tensor> outputs = new ArrayList<>(proposer.pyramid().levels());
      outputs.add(proposer.prediction().objectness());
      outputs.add(proposer.prediction().deltas());
      return outputs;
    };
  }

  @Test
  void oneProposerHeadSeesEveryLevel() {
    List<Node> nodes = trace(LayerForms.none(), ModuleNamesTest::proposer, 1, 1, 64, 64);
    for (var module :
        Map.of("rpn.head.conv.0.0", Conv2d.class, "rpn.head.conv.0.1", Relu.class).entrySet()) {
      List<Frame> calls = modules(nodes, module.getValue(), module.getKey());
      assertEquals(5, calls.size(), module.getKey());
      assertEquals(1, calls.stream().map(Frame::moduleIdentity).distinct().count());
      assertEquals(List.of(0, 1, 2, 3, 4), calls.stream().map(Frame::call).toList());
    }
  }

  @Test
  void rectifiersOfTheMaskHeadAreModules() {
    List<Node> nodes =
        trace(LayerForms.none(), networks -> x -> List.of(networks.outline(x)), 2, 8, 14, 14);
    assertEquals(
        List.of(
            "roi_heads.mask_head.0.1", "roi_heads.mask_head.1.1", "roi_heads.mask_predictor.relu"),
        paths(modules(nodes, Relu.class, "")));
  }

  @Test
  void factorsAreModulesOfTheirOwn() {
    LayerForms forms =
        LayerForms.of(Map.of("roi_heads.mask_head.0.0", new LayerForm.Tucker2(3, 4)));
    List<Node> nodes = trace(forms, networks -> x -> List.of(networks.outline(x)), 2, 8, 14, 14);
    List<Frame> convolutions = modules(nodes, Conv2d.class, "roi_heads.mask_head.0");
    assertEquals(
        List.of(
            "roi_heads.mask_head.0.0.0", "roi_heads.mask_head.0.0.1", "roi_heads.mask_head.0.0.2"),
        paths(convolutions));
    assertEquals(3, convolutions.stream().map(Frame::moduleIdentity).distinct().count());
  }
}
