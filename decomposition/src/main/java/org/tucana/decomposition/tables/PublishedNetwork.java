package org.tucana.decomposition.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.core.Program;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankFile;
import org.tucana.decomposition.rank.RatioRule;
import org.tucana.decomposition.rank.TracedLayers;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.decomposition.rewrite.Compression;
import org.tucana.decomposition.rewrite.LayerSet;
import org.tucana.decomposition.rewrite.NetworkStage;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.Torchstat;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * The residual networks of table 6.4: four classes, one picture [1,3,224,224]; compact ones with
 * conv2 of every block as three convolutions.
 */
public final class PublishedNetwork {
  /** In the order of the table. */
  public static final List<String> ARCHITECTURES = List.of("resnet18", "resnet50", "resnet101");

  /** How the layers of a network are stored. */
  public enum Form {
    /** As one weight each. */
    NORMAL,
    /** conv2 of every block as three convolutions, with the ranks of {@link #ranks}. */
    COMPACT,
    /** The same, and every 1x1 convolution as two, of half as many channels as it has at most. */
    POINTWISE;

    /** Its name in those of rows and files. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int CLASSES = 4;
  private static final String HALF = "0.5";
  private static final TensorType PICTURE = TensorType.float32(1, 3, 224, 224);

  private PublishedNetwork() {}

  /** A network with drawn or zero weights, as the space says. */
  public static ResNet build(ParameterSpace space, String architecture, Form form) {
    return build(space, architecture, forms(space, architecture, form));
  }

  /** A network with some layers as factors. */
  static ResNet build(ParameterSpace space, String architecture, LayerForms forms) {
    return FactorisedNetworks.build(space.withForms(forms), maker(architecture));
  }

  /** The compression of a network of {@link #build}. */
  public static Compression<ResNet> compression(ResNet network, String architecture) {
    return new Compression<>(
        architecture,
        network,
        maker(architecture),
        List.of(
            new NetworkStage<>(
                "classifier 224x224", PICTURE, (n, x) -> List.of(n.forward(x, Mode.EVALUATE)))));
  }

  private static Function<ParameterSpace, ResNet> maker(String architecture) {
    ResNetSpec spec = ResNetSpec.named(architecture, 3, BatchNormSpec.trained());
    return space -> new ResNet(space, spec, CLASSES);
  }

  /** What runs, in shapes only. */
  static Program program(ResNet network) {
    return Program.trace(
        List.of(PICTURE), in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
  }

  /** What a network costs by the torchstat convention. */
  public static Counts counts(ResNet network) {
    return Torchstat.count(network, program(network)).total();
  }

  /**
   * Ranks that reproduce the compact rows, one pair a stage: the published ranks differ from layer
   * to layer and were not printed, so these show that such ranks exist, no more.
   */
  public static RankFile ranks(String architecture) {
    String name = "table64_ranks_" + architecture + ".json";
    try (InputStream stream = PublishedNetwork.class.getResourceAsStream(name)) {
      return RankFile.parse(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("tables: the resource " + name + " cannot be read", e);
    }
  }

  private static LayerForms forms(ParameterSpace space, String architecture, Form form) {
    if (form == Form.NORMAL) {
      return LayerForms.none();
    }
    try (ResNet plain =
        build(ParameterSpace.toBeLoaded(space.backend()), architecture, LayerForms.none())) {
      LayerForms compact = ranks(architecture).apply(publishedLayers(plain));
      return form == Form.COMPACT ? compact : compact.with(pointwiseForms(plain));
    }
  }

  private static Map<String, LayerForm> pointwiseForms(ResNet plain) {
    return new RatioRule()
        .rule(Optional.of(HALF)).choose(new LayerSet.Pointwise().of(layers(plain))).stream()
            .filter(choice -> choice.form().isPresent())
            .collect(
                Collectors.toMap(
                    choice -> choice.layer().name(), choice -> choice.form().orElseThrow()));
  }

  /** The published layer set of a network, whose weights mean nothing. */
  static List<CandidateLayer> publishedLayers(ResNet network) {
    return new LayerSet.Published().of(layers(network)).layers();
  }

  private static RankCandidates layers(ResNet network) {
    return TracedLayers.of(network, Operators.count(program(network)), Weights.UNTRAINED);
  }
}
