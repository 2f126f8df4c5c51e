package org.tucana.decomposition.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Program;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.RankFile;
import org.tucana.decomposition.rank.TracedLayers;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.Torchstat;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

/** The ranks that are shipped give table 6.4's COMPACT cells. */
class CompactCellsTest {
  private static final int CLASSES = 4;

  private static Program trace(ResNet network) {
    return Program.trace(
        List.of(TensorType.float32(1, 3, 224, 224)),
        in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
  }

  private static ResNet network(Backend backend, String name, LayerForms forms) {
    ResNetSpec spec = ResNetSpec.named(name, 3, BatchNormSpec.trained());
    return FactorisedNetworks.build(
        ParameterSpace.toBeLoaded(backend).withForms(forms),
        space -> new ResNet(space, spec, CLASSES));
  }

  private static RankFile ranks(String name) throws IOException {
    String resource = "table64_ranks_" + name + ".json";
    try (InputStream text = CompactCellsTest.class.getResourceAsStream(resource)) {
      return RankFile.parse(resource, new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String rounded(double value, String digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Parameters, MAdd and FLOPs in powers of 1,000, memory in powers of 1,024. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 8, 6.3, 2.12, 1.06, 80.37, 2",
    "resnet50, 16, 14.9, 5.54, 2.78, 287.5, 1",
    "resnet101, 33, 25.9, 9.91, 4.97, 439.06, 2"
  })
  void compactCellsComeOut(
      String name,
      int layers,
      String parameters,
      String multiplyAdds,
      String flops,
      String memory,
      String memoryDigits)
      throws IOException {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults())) {
      LayerForms forms;
      try (ResNet normal = network(backend, name, LayerForms.none())) {
        forms =
            ranks(name)
                .apply(
                    TracedLayers.of(normal, Operators.count(trace(normal)), Weights.UNTRAINED)
                        .layers());
      }
      assertEquals(layers, forms.byName().size());
      try (ResNet compact = network(backend, name, forms)) {
        Counts total = Torchstat.count(compact, trace(compact)).total();
        assertEquals(parameters, rounded(total.parameters() / 1e6, "1"));
        assertEquals(multiplyAdds, rounded(total.multiplyAdds() / 1e9, "2"));
        assertEquals(flops, rounded(total.flops() / 1e9, "2"));
        assertEquals(memory, rounded(total.bytesMoved() / (double) (1 << 20), memoryDigits));
      }
    }
  }
}
