package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * The body of a trained residual network as that of a new detector: weights, running statistics and
 * factors are its own, and pictures are normalised as for it. Pyramid and heads are drawn.
 *
 * @param architecture name of the residual network
 * @param input the pictures it was trained on
 * @param weights of the whole classifier
 */
record ClassifierBody(String architecture, InputFormat input, StoredWeights weights)
    implements DetectorStart {
  private static final String BODY = "backbone.body.";
  private static final String HEAD = "fc";

  /**
   * The body of a model file's network.
   *
   * @param source file name, for messages
   * @throws FormatException where the file holds no residual network that can be a body
   */
  static ClassifierBody of(String source, ModelFile model) {
    ModelMetadata metadata = model.metadata();
    if (!ResNetSpec.names().contains(metadata.architecture())) {
      throw new FormatException(
          source
              + ": holds a "
              + metadata.architecture()
              + ", expected one of "
              + String.join(", ", ResNetSpec.names())
              + "; use a model written by tucana train classifier --whole, or start from a detector"
              + " with --init");
    }
    return new ClassifierBody(
        metadata.architecture(), metadata.input(), StoredWeights.of(source, model));
  }

  /**
   * {@inheritDoc}
   *
   * @throws FormatException where pictures have another number of channels
   */
  @Override
  public MaskRcnnConfig settings(MaskRcnnConfig others) {
    TransformConfig transform = others.transform();
    if (input.channels() != transform.channels()) {
      throw new FormatException(
          weights.source()
              + ": takes pictures of "
              + input.channels()
              + " channels, expected "
              + transform.channels()
              + " as the stamps have; use another classifier");
    }
    return others
        .with(
            new TransformConfig(
                transform.minSize(), transform.maxSize(), input.mean(), input.deviation()))
        .with(new BackboneConfig(architecture, others.backbone().fpnWidth()));
  }

  @Override
  public LayerForms forms() {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    weights
        .forms()
        .byName()
        .forEach((layer, form) -> {
          if (!layer.equals(HEAD)) {
            forms.put(BODY + layer, form);
          }
        });
    return LayerForms.of(forms);
  }

  @Override
  public Optional<String> load(MaskRcnn network) {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    weights.values().forEach((name, value) -> values.put(BODY + name, value));
    List<String> missing =
        StateDict.loadMatching(network.backbone().body(), weights.source(), values, _ -> true);
    if (!missing.isEmpty()) {
      throw new FormatException(
          weights.source()
              + ": lacks "
              + missing
              + "; name another classifier, or leave out --config");
    }
    return Optional.of("body from " + weights.source() + "; drawn at random: pyramid and heads");
  }
}
