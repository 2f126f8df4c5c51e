package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.TensorType;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.nn.module.ParameterSpace;

/** The arenas of Mask R-CNN's plans are little larger than what lives in them. */
class PlanMemoryTest {
  private static final double MOST = 1.2;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("resnet50", TensorType.float32(1, 3, 256, 256)),
        Arguments.of("resnet50", TensorType.float32(2, 3, 192, 320)),
        Arguments.of("resnet18", TensorType.float32(1, 3, 800, 800)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void proposersArenaIsNearItsBound(String architecture, TensorType pictures) {
    check(architecture, pictures, networks -> x -> networks.propose(x).tensors());
  }

  @Test
  void maskHeadsArenaIsNearItsBound() {
    check(
        "resnet18",
        TensorType.float32(16, 256, 14, 14),
        networks -> x -> List.of(networks.outline(x)));
  }

  private static void check(
      String architecture,
      TensorType input,
      Function<EagerNetworks, Function<Tensor, List<Tensor>>> network) {
    MaskRcnnConfig config = MaskRcnnConfig.torchvision(architecture, List.of("galaxy"));
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(2));
        MaskRcnn model = new MaskRcnn(ParameterSpace.random(backend, 7), config)) {
      Function<Tensor, List<Tensor>> traced = network.apply(new EagerNetworks(model));
      Program program = Program.trace(List.of(input), in -> traced.apply(in.getFirst()));
      try (Plan plan = backend.compile(program, PlanOptions.defaults())) {
        PlanReport report = plan.report();
        assertTrue(
            report.arenaBytes() <= MOST * report.liveBytes(),
            () -> report.arenaBytes() + " bytes for " + report.liveBytes());
      }
    }
  }
}
